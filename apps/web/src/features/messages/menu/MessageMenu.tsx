import { UnstyledButton } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, lazy, Suspense, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { onPressBeside } from '../../../ui/press-beside.dom.ts'
import { recentEmoji } from '../emoji.ts'
import { may } from '../may.ts'
import { toggleReaction } from '../react.ts'
import { type MenuPlace, openMenu, uiStore } from '../ui-store.ts'
import { type Item, menuItems } from './items.tsx'
import css from './MessageMenu.module.css'
import { placeMenu } from './place-menu.dom.ts'

const EmojiGrid = lazy(() => import('../composer/EmojiGrid.tsx'))

const usual = ['👍', '❤️', '🔥', '😂', '😮', '😢']

/** The six reactions at hand: the usual ones, after those that were picked lately. */
function quick(): string[] {
  const recent = recentEmoji().slice(0, 2)
  return [...new Set([...usual.slice(0, 2), ...recent, ...usual.slice(2)])].slice(0, 6)
}

/** Reactions above, actions below: at the pointer, or around the bubble itself on a phone. */
export default function MessageMenu({ chat, place }: { chat: ChatView; place: MenuPlace }) {
  const t = useText()
  const { message } = place
  const dialog = useRef<HTMLDialogElement>(null)
  const [more, setMore] = useState(false)
  const [emoji] = useState(quick)
  const items = menuItems(chat, message, uiStore.getState().thread !== null, t)
  const reacts = may(chat, message).react
  const own = new Set(message.reactions.filter((reaction) => reaction.own).map((reaction) => reaction.emoji))

  const close = () => {
    dialog.current?.close()
    openMenu(null)
  }
  const leave = useEffectEvent(close)
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    if (!element.open) element.showModal()
    const clean = placeMenu(element, place)
    const first = element.querySelector<HTMLElement>(place.reacting || more ? 'button' : '[role="menuitem"]')
    first?.focus()
    return clean
  }, [place, more])
  useEffect(() => {
    const away = () => leave()
    const stop = dialog.current ? onPressBeside(dialog.current, away) : undefined
    addEventListener('resize', away)
    return () => {
      stop?.()
      removeEventListener('resize', away)
    }
  }, [])

  const run = (item: Item) => {
    // The focus goes back first: what the choice opens may take it.
    close()
    item.run()
  }
  const react = (symbol: string) => {
    close()
    toggleReaction(message, symbol)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(dialog.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
    if (to === undefined || all.length === 0) return
    event.preventDefault()
    all[(to + all.length) % all.length]?.focus()
  }
  return (
    <dialog
      ref={dialog}
      className={css.layer}
      data-over={place.pointer === null || undefined}
      aria-label={t('messages:menu')}
      onCancel={(event) => {
        event.preventDefault()
        if (more) setMore(false)
        else close()
      }}
    >
      <div className={css.bubble} data-part="bubble" data-own={message.own || undefined} aria-hidden inert />
      <div className={css.stack} data-part="stack" data-own={message.own || undefined}>
        {reacts && !more && (
          <div className={css.reactions} data-part="reactions" role="group" aria-label={t('messages:reactions')}>
            {emoji.map((symbol) => (
              <UnstyledButton
                key={symbol}
                className={css.reaction}
                aria-pressed={own.has(symbol)}
                onClick={() => react(symbol)}
              >
                {symbol}
              </UnstyledButton>
            ))}
            <UnstyledButton className={css.more} aria-label={t('messages:moreEmoji')} onClick={() => setMore(true)}>
              <IconPlus size={20} stroke={1.8} aria-hidden />
            </UnstyledButton>
          </div>
        )}
        <div className={css.gap} data-part="gap" />
        {more ? (
          <Suspense fallback={<div className={css.gridRoom} />}>
            <EmojiGrid onPick={react} onClose={() => setMore(false)} />
          </Suspense>
        ) : (
          <div className={css.menu} role="menu" tabIndex={-1} aria-label={t('messages:menu')} onKeyDown={onKeyDown}>
            {items.map((item, index) => (
              <UnstyledButton
                key={item.name}
                role="menuitem"
                tabIndex={-1}
                className={css.item}
                data-danger={item.danger || undefined}
                data-parted={(item.danger && index > 0) || undefined}
                onClick={() => run(item)}
              >
                <span className={css.icon}>{item.icon}</span>
                {item.label}
              </UnstyledButton>
            ))}
          </div>
        )}
      </div>
    </dialog>
  )
}

import { UnstyledButton } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { useEscape } from '../../../ui/use-escape.dom.ts'
import css from './EmojiGrid.module.css'
import { emojiGroups, recentEmoji, rememberEmoji } from '../emoji.ts'

interface Props {
  onPick(symbol: string): void
  onClose(): void
  /** In a layer of its own, which closes by itself. */
  inside?: boolean
}

/** A small grid of the system's own emoji: beside the field on a wide screen, below it on a phone. */
export default function EmojiGrid({ onPick, onClose, inside = false }: Props) {
  const t = useText()
  const [recent] = useState(recentEmoji)
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (inside) return
    const outside = (event: PointerEvent) => {
      const form = panel.current?.parentElement
      if (event.target instanceof Node && !form?.contains(event.target)) onClose()
    }
    addEventListener('pointerdown', outside)
    return () => removeEventListener('pointerdown', outside)
  }, [onClose, inside])
  useEscape(onClose)
  const groups = [{ name: 'recent', symbols: recent }, ...emojiGroups].filter((group) => group.symbols.length > 0)
  return (
    <div
      ref={panel}
      className={css.panel}
      data-inside={inside || undefined}
      role="dialog"
      aria-label={t('messages:emoji')}
    >
      {groups.map((group) => (
        <section key={group.name} aria-label={t(`messages:emojiGroups.${group.name}`)}>
          <h2 className={css.heading}>{t(`messages:emojiGroups.${group.name}`)}</h2>
          <div className={css.grid}>
            {group.symbols.map((symbol) => (
              <UnstyledButton
                key={symbol}
                className={css.cell}
                onClick={() => {
                  rememberEmoji(symbol)
                  onPick(symbol)
                }}
              >
                {symbol}
              </UnstyledButton>
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}

import '@mantine/core/styles/SegmentedControl.layer.css'
import { SegmentedControl } from '@mantine/core'
import { Suspense, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import { useEscape } from '../../../ui/use-escape.dom.ts'
import { GifTab, type GifTabProps } from '../../gifs/index.ts'
import { StickerTab, type StickerTabProps } from '../../stickers/index.ts'
import EmojiList from './EmojiList.tsx'
import css from './ExpressionPanel.module.css'
import { walkCells } from './walk-cells.dom.ts'

const tabs = ['emoji', 'stickers', 'gifs'] as const
type Tab = (typeof tabs)[number]
const key = 'soroka.panel'
const beside = matchMedia('(min-width: 45em)')

function lastTab(): Tab {
  const last = localStorage.getItem(key)
  return tabs.find((tab) => tab === last) ?? 'emoji'
}

interface Props {
  /** While a message is edited only its words change. */
  wordsOnly: boolean
  onPick(symbol: string): void
  onClose(): void
  stickers: StickerTabProps
  gifs: GifTabProps
}

/** Emoji, stickers and GIFs: beside the field on a wide screen, in the keyboard's place on a phone. */
export default function ExpressionPanel({ wordsOnly, onPick, onClose, stickers, gifs }: Props) {
  const t = useText()
  const [chosen, setChosen] = useState<Tab>(lastTab)
  const tab = wordsOnly ? 'emoji' : chosen
  const panel = useRef<HTMLDivElement>(null)
  const close = useEffectEvent(onClose)
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      // In the keyboard's place it stays, as a keyboard does: the feed would move under the finger.
      if (!beside.matches) return
      const area = panel.current?.parentElement
      // A menu or a sheet that was opened from here is not beside it.
      const inLayer = event.target instanceof Element && event.target.closest('dialog') !== null
      if (event.target instanceof Node && !area?.contains(event.target) && !inLayer) close()
    }
    addEventListener('pointerdown', outside)
    return () => removeEventListener('pointerdown', outside)
  }, [])
  useEscape(() => {
    if (!document.querySelector('dialog[open]')) onClose()
  })
  const choose = (next: string) => {
    localStorage.setItem(key, next)
    setChosen(tabs.find((one) => one === next) ?? 'emoji')
  }
  return (
    // The arrows walk over the cells inside.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div ref={panel} className={css.panel} role="dialog" aria-label={t('stickers:panel')} onKeyDown={walkCells}>
      {!wordsOnly && (
        <SegmentedControl
          className={css.tabs ?? ''}
          fullWidth
          withItemsBorders={false}
          value={tab}
          onChange={choose}
          data={tabs.map((one) => ({ value: one, label: t(`stickers:tabs.${one}`) }))}
        />
      )}
      <Suspense fallback={null}>
        {tab === 'emoji' && (
          <div className={css.emoji}>
            <EmojiList onPick={onPick} />
          </div>
        )}
        {tab === 'stickers' && <StickerTab {...stickers} />}
        {tab === 'gifs' && <GifTab {...gifs} />}
      </Suspense>
    </div>
  )
}

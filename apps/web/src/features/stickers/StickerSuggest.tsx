import { UnstyledButton } from '@mantine/core'
import { useShelf } from '../../stores/stickerStore.ts'
import { useText } from '../../i18n/i18n.ts'
import { type Sticker, stickersOf } from './find-stickers.ts'
import { StickerArt } from './StickerArt.tsx'
import css from './stickers.module.css'

/** Stickers that say the same as the emoji in the field. */
export default function StickerSuggest({ emoji, onSend }: { emoji: string; onSend(sticker: Sticker): void }) {
  const t = useText()
  const found = stickersOf(useShelf(), emoji)
  if (found.length === 0) return null
  return (
    <div className={css.suggest} role="group" aria-label={t('stickers:suggested')}>
      {found.map((sticker) => (
        <UnstyledButton
          key={sticker.key}
          className={css.suggestion}
          aria-label={t('stickers:send', { emoji: sticker.emoji })}
          onClick={() => onSend(sticker)}
        >
          <StickerArt sticker={sticker} moving />
        </UnstyledButton>
      ))}
    </div>
  )
}

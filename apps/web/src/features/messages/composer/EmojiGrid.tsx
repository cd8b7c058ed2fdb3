import { useText } from '../../../i18n/i18n.ts'
import { useEscape } from '../../../ui/use-escape.dom.ts'
import css from './EmojiGrid.module.css'
import EmojiList from './EmojiList.tsx'
import { walkCells } from './walk-cells.dom.ts'

interface Props {
  onPick(symbol: string): void
  onClose(): void
}

/** All emoji in a layer of its own, to react with. */
export default function EmojiGrid({ onPick, onClose }: Props) {
  const t = useText()
  useEscape(onClose)
  return (
    // The arrows walk over the emoji inside.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div className={css.panel} role="dialog" aria-label={t('messages:emoji')} onKeyDown={walkCells}>
      <EmojiList onPick={onPick} />
    </div>
  )
}

import { PackEditor, RenamePack } from '../../stickers/index.ts'
import EmojiList from '../composer/EmojiList.tsx'
import { walkCells } from '../composer/walk-cells.dom.ts'

interface Props {
  pack: { id: string; name: string; rename?: true } | undefined
  onClose(): void
}

function emojiGrid(onPick: (emoji: string) => void) {
  return (
    <div role="presentation" onKeyDown={walkCells}>
      <EmojiList onPick={onPick} />
    </div>
  )
}

/** Makes a pack of stickers, adds to one, or gives it another name; the emoji are those of the composer. */
export default function StickerPackPage({ pack, onClose }: Props) {
  if (pack?.rename) return <RenamePack pack={pack} onClose={onClose} />
  return <PackEditor pack={pack} onClose={onClose} emojiGrid={emojiGrid} />
}

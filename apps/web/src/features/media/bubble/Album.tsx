import { Box } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import css from './attachments.module.css'
import { Tile } from './Tile.tsx'

const shownOfMany = 3
const widest = 360
const tallest = 420

/** The frame of a lone picture: its own shape, within bounds that a bubble and a thumb can bear. */
function frameOf({ width, height }: AttachmentView): { width: number; ratio: number } {
  const ratio = Math.min(2.4, Math.max(0.5, width > 0 && height > 0 ? width / height : 1))
  const fit = Math.min(widest, tallest * ratio)
  return { width: Math.round(Math.max(160, width > 0 ? Math.min(fit, Math.max(width, 200)) : fit)), ratio }
}

/** Pictures side by side; the places are taken before the pictures come, so nothing jumps. */
export function Album({ message, files }: { message: MessageView; files: AttachmentView[] }) {
  const shown = files.length > 4 ? files.slice(0, shownOfMany) : files
  const [only] = files
  const frame = files.length === 1 && only ? frameOf(only) : { width: widest, ratio: 1.5 }
  return (
    <Box
      className={css.album}
      data-count={shown.length}
      __vars={{ '--frame-width': `${frame.width}px`, '--frame-ratio': String(frame.ratio) }}
    >
      {shown.map((file, at) => (
        <Tile
          key={file.id}
          message={message}
          file={file}
          more={at === shown.length - 1 ? files.length - shown.length : 0}
        />
      ))}
    </Box>
  )
}

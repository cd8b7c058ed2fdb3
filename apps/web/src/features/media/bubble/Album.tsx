import { Box } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import css from './attachments.module.css'
import { GifTile } from './GifTile.tsx'
import { mosaicOf } from './mosaic.ts'
import { Tile } from './Tile.tsx'

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
  const [only] = files
  if (files.length === 1 && only) {
    const { width, ratio } = frameOf(only)
    return (
      <Box className={css.album} __vars={{ '--frame-width': `${width}px`, '--frame-ratio': String(ratio) }}>
        {only.shape === 'gif' ? <GifTile message={message} file={only} /> : <Tile message={message} file={only} />}
      </Box>
    )
  }
  const { ratio, cells } = mosaicOf(files)
  return (
    <Box className={css.album} __vars={{ '--frame-width': `${widest}px`, '--frame-ratio': String(ratio) }}>
      <div className={css.mosaic}>
        {files.map((file, at) => (
          <Tile key={file.id} message={message} file={file} cell={cells[at]} />
        ))}
      </div>
    </Box>
  )
}

import { Box, UnstyledButton } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import { IconPhotoOff, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { photoUrl } from '../../../ui/photo-url.dom.ts'
import { durationText } from '../measure.ts'
import { problemText } from '../problem-text.ts'
import { useFileUrl } from '../use-file-url.ts'
import { openViewer } from '../viewer/viewer-store.ts'
import css from './attachments.module.css'
import type { Cell } from './mosaic.ts'
import { UploadRing } from './UploadRing.tsx'

interface Props {
  message: MessageView
  file: AttachmentView
  /** Its place in an album; a lone picture fills the frame. */
  cell?: Cell | undefined
  /** Of a gallery: Tab comes to it (in a feed the arrows do), and it is cut to its cell. */
  gallery?: boolean
}

/** What a feed draws: the preview where there is one, small pictures themselves, of a video nothing but its poster. */
function drawn({ id, shape, preview }: AttachmentView) {
  if (preview) return preview.id
  return shape === 'video' ? null : id
}

/** Pictures far from the shape of their frame are shown whole: of the rest only the edges are cut. */
function isStrip({ width, height }: AttachmentView): boolean {
  return width > 0 && height > 0 && (width / height > 3 || height / width > 3)
}

/** None for what does not play. */
const lengthOf = ({ duration }: AttachmentView) => (duration > 0 ? [durationText(duration)] : [])

function Signs({ file, failed }: { file: AttachmentView; failed: string | undefined }) {
  return (
    <>
      {failed !== undefined && (
        <span className={css.failure}>
          <IconPhotoOff size={24} stroke={1.8} aria-hidden />
          <span>{failed}</span>
        </span>
      )}
      {file.shape === 'video' && !file.upload && failed === undefined && (
        <span className={css.disc}>
          <IconPlayerPlayFilled size={24} aria-hidden />
        </span>
      )}
      {file.shape === 'gif' && failed === undefined && <span className={css.length}>GIF</span>}
      {lengthOf(file).map((length) => (
        <span key={length} className={css.length}>
          {length}
        </span>
      ))}
    </>
  )
}

const cellVars = ({ left, top, width, height }: Cell) => ({
  '--left': `${left}%`,
  '--top': `${top}%`,
  '--width': `${width}%`,
  '--height': `${height}%`,
})

/** One picture of a message. */
export function Tile({ message, file, cell, gallery = false }: Props) {
  const t = useText()
  const place = { chat: message.chat, message: message.id, file }
  const { url, failed, retry } = useFileUrl(place, drawn(file))
  const name = t(`media:open.${file.shape}`, { name: file.name })
  const problem = failed && (file.gone ? t('media:gone') : problemText(failed, t))
  return (
    <Box
      className={css.tile}
      data-cell={cell && true}
      data-strip={(!gallery && isStrip(file)) || undefined}
      data-gallery={gallery || undefined}
      __vars={cell && cellVars(cell)}
    >
      <UnstyledButton
        className={css.open}
        aria-label={problem ? `${problem} ${t('media:retry')}` : [name, ...lengthOf(file)].join(', ')}
        tabIndex={gallery ? 0 : -1}
        onClick={() => (failed ? retry() : openViewer(message, file.id))}
      >
        {file.thumb && file.thumb.length > 0 && (
          <img className={css.thumb} src={photoUrl(`thumb/${file.id}`, file.thumb)} alt="" draggable={false} />
        )}
        {url && <img className={css.picture} src={url} alt="" decoding="async" draggable={false} />}
        <Signs file={file} failed={problem} />
      </UnstyledButton>
      {file.upload && <UploadRing message={message} file={file} />}
    </Box>
  )
}

import { UnstyledButton } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import { IconPhotoOff, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { photoUrl } from '../../../ui/photo-url.dom.ts'
import { durationText } from '../measure.ts'
import { useFileUrl } from '../use-file-url.ts'
import { openViewer } from '../viewer/viewer-store.ts'
import css from './attachments.module.css'
import { UploadRing } from './UploadRing.tsx'

interface Props {
  message: MessageView
  file: AttachmentView
  /** Pictures that are not shown: the tile says how many. */
  more: number
}

/** What a feed draws: the preview where there is one, small pictures themselves, of a video nothing but its poster. */
function drawn({ id, shape, preview }: AttachmentView) {
  if (preview) return preview.id
  return shape === 'video' ? null : id
}

function Signs({ file, more, failed }: { file: AttachmentView; more: number; failed: boolean }) {
  const t = useText()
  if (more > 0) return <span className={css.more}>+{more}</span>
  return (
    <>
      {failed && (
        <span className={css.disc}>
          <IconPhotoOff size={24} stroke={1.8} aria-hidden />
        </span>
      )}
      {failed && file.gone && <span className={css.gone}>{t('media:gone')}</span>}
      {file.shape === 'video' && !file.upload && !failed && (
        <span className={css.disc}>
          <IconPlayerPlayFilled size={24} aria-hidden />
        </span>
      )}
      {file.duration > 0 && <span className={css.length}>{durationText(file.duration)}</span>}
    </>
  )
}

/** One picture of a message. */
export function Tile({ message, file, more }: Props) {
  const t = useText()
  const place = { chat: message.chat, message: message.id, file }
  const { url, failed, retry } = useFileUrl(place, drawn(file))
  return (
    <div className={css.tile}>
      <UnstyledButton
        className={css.open}
        aria-label={
          failed ? t(file.gone ? 'media:gone' : 'media:retry') : t(`media:open.${file.shape}`, { name: file.name })
        }
        tabIndex={-1}
        onClick={() => (failed ? retry() : openViewer(message, file.id))}
      >
        {file.thumb && file.thumb.length > 0 && (
          <img className={css.thumb} src={photoUrl(`thumb/${file.id}`, file.thumb)} alt="" draggable={false} />
        )}
        {url && <img className={css.picture} src={url} alt="" decoding="async" draggable={false} />}
        <Signs file={file} more={more} failed={failed} />
      </UnstyledButton>
      {file.upload && <UploadRing message={message} file={file} />}
    </div>
  )
}

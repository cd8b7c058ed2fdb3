import { UnstyledButton } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import { IconX } from '@tabler/icons-react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { FileIcon } from '../FileIcon.tsx'
import { bytesText } from '../measure.ts'
import { saveAndSay, stopSaving } from '../save-file.dom.ts'
import css from './attachments.module.css'
import { Ring } from './Ring.tsx'
import { UploadRing } from './UploadRing.tsx'
import { useDownload } from './use-download.ts'
import { useUpload } from './use-upload.ts'
import aloud from '../../../ui/Aloud.module.css'

/** A long name keeps its beginning and its end, which tells what it is. */
function Name({ name }: { name: string }) {
  const end = name.length > 18 ? name.slice(-9) : ''
  return (
    <bdi className={css.name}>
      <span className={css.nameStart}>{end ? name.slice(0, -9) : name}</span>
      {end && <span className={css.nameEnd}>{end}</span>}
    </bdi>
  )
}

/** What has come or gone of all while it is on its way, else its size. */
function Size({ file }: { file: AttachmentView }) {
  const t = useText()
  const language = useLanguage()
  const upload = useUpload(file)
  const coming = useDownload(file)
  if (file.gone)
    return (
      <span className={css.size} data-words>
        {t('media:gone')}
      </span>
    )
  const whole = bytesText(file.size, language)
  const way = upload ? { done: upload.sent, total: upload.total } : coming && { done: coming.got, total: coming.total }
  if (!way) return <span className={css.size}>{whole}</span>
  const done = way.total === 0 ? 0 : (way.done / way.total) * file.size
  return (
    <span className={css.size}>
      {bytesText(done, language)} / {whole}
    </span>
  )
}

interface Props {
  message: MessageView
  file: AttachmentView
  /** Tab comes to it; in a feed the arrows do. */
  reachable?: boolean
}

/** A file by its name; a press saves it, another one while it comes gives it up. */
export function DocumentRow({ message, file, reachable = false }: Props) {
  const t = useText()
  const coming = useDownload(file)
  const words = (
    <span className={css.words}>
      <Name name={file.name} />
      <Size file={file} />
    </span>
  )
  if (file.upload)
    return (
      <div className={css.row}>
        <span className={css.icon}>
          <UploadRing message={message} file={file} />
        </span>
        {words}
      </div>
    )
  const percent = coming ? Math.round((coming.got / Math.max(1, coming.total)) * 100) : 0
  return (
    <UnstyledButton
      className={css.row}
      tabIndex={reachable ? 0 : -1}
      onClick={() => (coming ? stopSaving(file.id) : saveAndSay(message, file))}
    >
      <span className={aloud.aloud}>{coming ? t('media:cancelSave', { percent }) : t('media:saveThis')}</span>
      <span className={css.icon}>
        {coming ? (
          <span className={css.ring}>
            <Ring percent={percent} />
            <IconX size={20} stroke={2} aria-hidden />
          </span>
        ) : (
          <FileIcon name={file.name} />
        )}
      </span>
      {words}
    </UnstyledButton>
  )
}

import { UnstyledButton } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import { useState } from 'react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import { FileIcon } from '../FileIcon.tsx'
import { bytesText } from '../measure.ts'
import { saveFile } from '../save-file.dom.ts'
import css from './attachments.module.css'
import { UploadRing } from './UploadRing.tsx'
import { useUpload } from './use-upload.ts'

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

/** Sent of all while it goes out, else its size. */
function Size({ file }: { file: AttachmentView }) {
  const t = useText()
  const language = useLanguage()
  const upload = useUpload(file)
  if (file.gone) return <span className={css.size}>{t('media:gone')}</span>
  const whole = bytesText(file.size, language)
  if (!upload) return <span className={css.size}>{whole}</span>
  const sent = upload.total === 0 ? 0 : (upload.sent / upload.total) * file.size
  return (
    <span className={css.size}>
      {bytesText(sent, language)} / {whole}
    </span>
  )
}

/** A file by its name; a press saves it. */
export function DocumentRow({ message, file }: { message: MessageView; file: AttachmentView }) {
  const t = useText()
  const language = useLanguage()
  const [busy, setBusy] = useState(false)
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
  const save = async () => {
    setBusy(true)
    await act(saveFile(message.chat, message.id, file))
    setBusy(false)
  }
  return (
    <UnstyledButton
      className={css.row}
      aria-label={t('media:save', { name: file.name, size: bytesText(file.size, language) })}
      aria-busy={busy}
      tabIndex={-1}
      disabled={busy}
      onClick={() => void save()}
    >
      <span className={css.icon} data-busy={busy || undefined}>
        <FileIcon name={file.name} />
      </span>
      {words}
    </UnstyledButton>
  )
}

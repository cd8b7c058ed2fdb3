import type { MessageView } from '@soroka/client/types'
import { useStore } from 'zustand'
import { errorText } from '../../../i18n/error-text.ts'
import { useText } from '../../../i18n/i18n.ts'
import { uploadStore } from '../../../stores/uploadStore.ts'
import css from './attachments.module.css'

/** Why the files of a message do not move, and that it needs nobody's help; nothing while they do. */
export function UploadTrouble({ message }: { message: MessageView }) {
  const t = useText()
  const trouble = useStore(uploadStore, ({ files }) => {
    for (const file of message.files ?? [])
      for (const id of [file.id, file.preview?.id])
        if (file.upload && id !== undefined && files[id]?.trouble !== undefined) return files[id].trouble
    return undefined
  })
  // When a person must decide, the line below the message says so.
  if (trouble === undefined || message.state === 'failed') return null
  return (
    <p className={css.trouble} role="status">
      {errorText({ code: trouble, data: {} })} {t('media:goesOn')}
    </p>
  )
}

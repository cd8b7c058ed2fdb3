import { UnstyledButton } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import { IconX } from '@tabler/icons-react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { act } from '../../../ui/act.ts'
import css from './attachments.module.css'
import { Ring } from './Ring.tsx'
import { useUpload } from './use-upload.ts'

/** How far a file is on its way; a press takes the message back. Nothing for a file that has arrived. */
export function UploadRing({ message, file }: { message: MessageView; file: AttachmentView }) {
  const t = useText()
  const upload = useUpload(file)
  if (!upload) return null
  const percent = upload.total === 0 ? 0 : Math.round((upload.sent / upload.total) * 100)
  return (
    <UnstyledButton
      className={css.ring}
      tabIndex={-1}
      aria-label={t('media:cancelUpload', { percent })}
      onClick={() => void act(engine.messages.discard(message.chat, message.id))}
    >
      <Ring percent={percent} />
      <IconX size={20} stroke={2} aria-hidden />
    </UnstyledButton>
  )
}

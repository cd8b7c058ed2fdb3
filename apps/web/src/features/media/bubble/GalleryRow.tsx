import { UnstyledButton } from '@mantine/core'
import type { AttachmentView, MessageView } from '@soroka/client/types'
import { IconPlayerPlayFilled } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { FileThumb } from '../FileMark.tsx'
import { fileSummary } from '../file-summary.ts'
import { openViewer } from '../viewer/viewer-store.ts'
import css from './attachments.module.css'
import { DocumentRow } from './DocumentRow.tsx'
import { PlayerRow } from './PlayerRow.tsx'

interface Props {
  message: MessageView
  file: AttachmentView
}

/** A round video by a line: it plays in the viewer. */
function RoundRow({ message, file }: Props) {
  const t = useText()
  return (
    <UnstyledButton className={css.row} onClick={() => openViewer(message, file.id)}>
      <span className={css.icon}>
        <FileThumb files={[file]} className={css.faceThumb} />
        <IconPlayerPlayFilled className={css.over} size={20} aria-hidden />
      </span>
      <span className={css.words}>
        <span className={css.nameStart}>{fileSummary({ files: [file], text: '' }, t)}</span>
      </span>
    </UnstyledButton>
  )
}

/** A file outside of its message. */
export default function GalleryRow({ message, file }: Props) {
  if (file.shape === 'voice' || file.shape === 'audio') return <PlayerRow message={message} file={file} />
  if (file.shape === 'round') return <RoundRow message={message} file={file} />
  return <DocumentRow message={message} file={file} reachable />
}

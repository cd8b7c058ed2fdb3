import type { AttachmentView, MessageView } from '@soroka/client/types'
import { DocumentRow } from './DocumentRow.tsx'
import { PlayerRow } from './PlayerRow.tsx'

/** A file outside of its message. */
export default function GalleryRow({ message, file }: { message: MessageView; file: AttachmentView }) {
  if (file.shape === 'voice' || file.shape === 'audio') return <PlayerRow message={message} file={file} />
  return <DocumentRow message={message} file={file} reachable />
}

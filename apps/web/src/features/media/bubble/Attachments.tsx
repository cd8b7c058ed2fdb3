import type { MessageView } from '@soroka/client/types'
import { isVisual } from '../shapes.ts'
import { Album } from './Album.tsx'
import css from './attachments.module.css'
import { DocumentRow } from './DocumentRow.tsx'
import { RoundBubble } from '../round/RoundBubble.tsx'
import { PlayerRow } from './PlayerRow.tsx'
import { UploadTrouble } from './UploadTrouble.tsx'

/** The files of a message: pictures as an album, the rest in rows. */
export default function Attachments({ message }: { message: MessageView }) {
  const files = message.files ?? []
  const pictures = files.filter(({ shape }) => isVisual(shape))
  const rows = files.filter(({ shape }) => !isVisual(shape))
  return (
    <div className={css.files} data-only={(message.text === '' && rows.length === 0) || undefined}>
      {pictures.length > 0 && <Album message={message} files={pictures} />}
      {rows.map((file) =>
        file.shape === 'round' ? (
          <RoundBubble key={file.id} message={message} file={file} />
        ) : file.shape === 'voice' || file.shape === 'audio' ? (
          <PlayerRow key={file.id} message={message} file={file} />
        ) : (
          <DocumentRow key={file.id} message={message} file={file} />
        ),
      )}
      <UploadTrouble message={message} />
    </div>
  )
}

import type { ChatView } from '@soroka/client/types'
import { IconFile, IconMicrophone, IconPhoto } from '@tabler/icons-react'
import { useText } from '../../../i18n/i18n.ts'
import { InfoRow } from '../InfoRow.tsx'
import { usePart } from '../use-part.ts'
import css from './FileItem.module.css'
import { FileItem, MediaItem } from './FileItem.tsx'
import { NothingYet } from './NothingYet.tsx'
import { type FileShelf, useNewestFiles } from './use-files.ts'

const few: Record<FileShelf, number> = { media: 9, files: 5, voice: 5 }
const signs = { media: IconPhoto, files: IconFile, voice: IconMicrophone }

/** The newest files of one kind; all of them have a page of their own. */
function FilesShelf({ chat, shelf }: { chat: ChatView; shelf: FileShelf }) {
  const t = useText()
  const { open } = usePart(chat.id)
  const { files, more, loaded } = useNewestFiles(chat, shelf, few[shelf])
  if (loaded && files.length === 0) return <NothingYet text={t(`people:files.none.${shelf}`)} />
  const Sign = signs[shelf]
  return (
    <>
      {shelf === 'media' ? (
        <div className={`${css.grid} ${css.wall}`}>
          {files.map((item) => (
            <MediaItem key={`${item.message}${item.file.id}`} item={item} selection={null} />
          ))}
        </div>
      ) : (
        files.map((item) => <FileItem key={`${item.message}${item.file.id}`} item={item} selection={null} />)
      )}
      {(more || files.length > 0) && (
        <InfoRow
          icon={<Sign size={22} stroke={1.8} aria-hidden />}
          label={t(`people:files.all.${shelf}`)}
          accent
          onClick={() => open(shelf)}
        />
      )}
    </>
  )
}

export const MediaShelf = ({ chat }: { chat: ChatView }) => <FilesShelf chat={chat} shelf="media" />
export const DocumentsShelf = ({ chat }: { chat: ChatView }) => <FilesShelf chat={chat} shelf="files" />
export const VoiceShelf = ({ chat }: { chat: ChatView }) => <FilesShelf chat={chat} shelf="voice" />

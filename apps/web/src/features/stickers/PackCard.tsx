import type { AttachmentView, MessageView } from '@soroka/client/types'
import { useText } from '../../i18n/i18n.ts'
import { PlainButton } from '../../ui/PlainButton.tsx'
import { useFileUrl } from '../media/index.ts'
import css from './stickers.module.css'

const shown = 4

function One({ message, file }: { message: MessageView; file: AttachmentView }) {
  const { url } = useFileUrl({ chat: message.chat, message: message.id, file }, file.id)
  return <span className={css.small}>{url && <img className={css.art} src={url} alt="" draggable={false} />}</span>
}

/** A pack that somebody hands over. */
export default function PackCard({ message, onOpen }: { message: MessageView; onOpen(): void }) {
  const t = useText()
  const { files = [], pack } = message
  return (
    <PlainButton className={css.card} tabIndex={-1} onClick={onOpen}>
      <span className={css.row}>
        {files.slice(0, shown).map((file) => (
          <One key={file.id} message={message} file={file} />
        ))}
      </span>
      <span className={css.cardName} dir="auto">
        {pack?.name}
      </span>
      <span className={css.cardLine}>
        {t('stickers:packOf', { count: files.length })}
        {pack && pack.parts > 1 && ` · ${t('stickers:part', { part: pack.part, parts: pack.parts })}`}
      </span>
    </PlainButton>
  )
}

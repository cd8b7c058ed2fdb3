import type { AttachmentView, MessageView } from '@soroka/client/types'
import { useText } from '../../i18n/i18n.ts'
import { PlainButton } from '../../ui/PlainButton.tsx'
import { motionReduced } from '../../ui/use-viewport.dom.ts'
import { UploadRing, useFileUrl } from '../media/index.ts'
import { artOf } from './own-pack.ts'
import css from './stickers.module.css'

function FileSticker({ message, file }: { message: MessageView; file: AttachmentView }) {
  const t = useText()
  const { url, failed, retry } = useFileUrl({ chat: message.chat, message: message.id, file }, file.id)
  if (failed)
    return (
      <PlainButton className={css.lost} aria-label={t('media:retry')} onClick={retry}>
        {file.name}
      </PlainButton>
    )
  return (
    <>
      {url && <img className={css.art} src={url} alt={file.name} decoding="async" draggable={false} />}
      {file.upload && <UploadRing message={message} file={file} />}
    </>
  )
}

/** A sticker in the feed, without a frame; a press shows what pack it is of. */
export default function StickerBubble({ message, onOpen }: { message: MessageView; onOpen(): void }) {
  const t = useText()
  const { sticker, files = [] } = message
  const [file] = files
  const own = sticker && artOf(sticker.pack, sticker.name)
  return (
    <div className={css.bubble}>
      <PlainButton
        className={css.open}
        tabIndex={-1}
        aria-label={t('stickers:openOf', { emoji: sticker ? message.text : (file?.name ?? '') })}
        onClick={onOpen}
      >
        {own && <img className={css.art} src={motionReduced() ? `${own}#still` : own} alt="" draggable={false} />}
        {sticker && !own && <span className={css.lost}>{message.text}</span>}
      </PlainButton>
      {!sticker && file && <FileSticker message={message} file={file} />}
    </div>
  )
}

import type { Outgoing, OutgoingFile } from '@soroka/client/types'
import type { ChatId, FileId } from '@soroka/protocol'
import { engine } from '../../../engine/engine.ts'
import { hint } from '../../../engine/hint.ts'
import { act } from '../../../ui/act.ts'
import { ownPack, type Sticker } from '../../stickers/index.ts'
import { sendKept, sendMessage } from '../send.ts'
import { openDialog } from '../ui-store.ts'

interface Options {
  chat: ChatId
  /** Reply and thread, as for words. */
  about(): Pick<Outgoing, 'replyTo' | 'thread'>
  onSent(): void
}

/** Ours goes by its name, one's own by the file that the server has already. */
export async function sendSticker(chat: ChatId, sticker: Sticker, about: ReturnType<Options['about']>): Promise<void> {
  hint(engine.stickers.used(sticker.key))
  if ('file' in sticker) return sendKept(chat, sticker.file.id, about)
  const { name, emoji } = sticker.own
  await sendMessage(chat, { text: emoji, sticker: { pack: ownPack, name }, ...about })
}

/** What the panel of stickers and GIFs does in a chat. */
export function useExpressions({ chat, about, onSent }: Options) {
  const go = (work: Promise<unknown>) => void act(work).then((sent) => sent && onSent())
  const send = (sticker: Sticker) => go(sendSticker(chat, sticker, about()))
  return {
    send,
    stickers: {
      onSend: send,
      onEdit: (pack?: { id: string; name: string; rename?: true }) => openDialog({ kind: 'stickerPack', pack }),
      onShare: (pack: string) => go(engine.stickers.share(pack, [chat])),
    },
    gifs: {
      onSendKept: (id: FileId) => go(sendKept(chat, id, about())),
      onSendFile: (file: OutgoingFile) => go(sendMessage(chat, { text: '', files: [file], ...about() })),
    },
  }
}

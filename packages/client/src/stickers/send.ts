import type { ChatId, FileId } from '@soroka/protocol'
import { type BodyOptions, KIND } from '@soroka/protocol/records'
import { limits, SorokaError } from '@soroka/protocol'
import type { Engine } from '../engine/engine.ts'
import { refusing, write } from '../messages/writing.ts'
import { showWritten } from '../messages/show-written.ts'
import type { MessageView, Outgoing } from '../types.ts'
import { partOf } from './packs.ts'
import { attachmentOf, findKept, readPacks } from './shelf-entries.ts'

/** The server has its bytes: only the message goes. */
export async function sendKept(
  engine: Engine,
  chat: ChatId,
  file: FileId,
  about: Pick<Outgoing, 'replyTo' | 'thread' | 'silent' | 'sendAt'>,
  at: number,
): Promise<MessageView> {
  const { kept, pack } = await findKept(engine.settings, file)
  const name = pack === undefined ? undefined : (await readPacks(engine.settings)).get(pack)?.name
  const options: BodyOptions = {
    attachments: [attachmentOf(kept)],
    thread: about.thread,
    ...(pack === undefined || name === undefined ? {} : { pack: partOf(pack, name) }),
  }
  const { replyTo, silent, sendAt } = about
  const row = await refusing(() => write(engine, chat, { kind: KIND.media, options, replyTo, silent, sendAt }, at))
  return showWritten(engine, chat, row)
}

/** Hands a pack over: as many messages as its stickers need. */
export async function sharePack(engine: Engine, id: string, chats: readonly ChatId[], at: number): Promise<void> {
  const pack = (await readPacks(engine.settings)).get(id)
  if (pack === undefined) throw new SorokaError('NOT_FOUND')
  const parts = Math.ceil(pack.stickers.length / limits.attachments)
  for (const chat of new Set(chats))
    for (let part = 1; part <= parts; part++) {
      const some = pack.stickers.slice((part - 1) * limits.attachments, part * limits.attachments)
      const options = { attachments: some.map(attachmentOf), pack: partOf(id, pack.name, part, parts) }
      await refusing(() => write(engine, chat, { kind: KIND.media, options }, at))
    }
}

import { type ChatId, type FileId, type MsgId, SorokaError } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import { type Attachment, SHAPE } from '@soroka/protocol/records'
import type { Engine } from '../engine/engine.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import { targetOf } from '../messages/annotate.ts'
import { hold } from './hold.ts'
import { joined } from './packs.ts'
import {
  changePack,
  checkRoom,
  findKept,
  type KeptFile,
  MOST_GIFS,
  MOST_LOOSE,
  MOST_PACKS,
  readPacks,
  readSingle,
  writeSingle,
} from './shelf-entries.ts'

/** Takes a sticker or GIF from a message. */
export async function keep(engine: Engine, chat: ChatId, message: MsgId, file: FileId, at: number): Promise<void> {
  const { row, attachments } = await contentOf(engine, chat, message)
  const attachment = attachments.find((one) => one.file.id === file)
  if (attachment === undefined) throw new SorokaError('NOT_FOUND')
  if (await isKept(engine, file)) return
  const sort = attachment.shape === SHAPE.gif ? 'gif' : 'loose'
  checkRoom((await readSingle(engine.settings, sort)).length + 1, sort === 'gif' ? MOST_GIFS : MOST_LOOSE)
  const [kept] = await holdFrom(engine, row, [bare(attachment)], at)
  if (kept !== undefined) await writeSingle(engine.settings, sort, kept.id, kept)
}

/** Takes the pack that these messages of one person hand over. Whose it is stands in its name here: nobody adds to another's. */
export async function keepPack(engine: Engine, chat: ChatId, messages: readonly MsgId[], at: number): Promise<void> {
  for (const message of messages) {
    const { row, attachments, pack } = await contentOf(engine, chat, message)
    if (pack === undefined || row.sender === undefined) throw new SorokaError('NOT_FOUND')
    const own = row.sender === engine.account.self.user
    const id = own ? toBase64url(pack.id) : `${toBase64url(pack.id)}~${row.sender}`
    const packs = await readPacks(engine.settings)
    if (!packs.has(id)) checkRoom(packs.size + 1, MOST_PACKS)
    const known = new Set(packs.get(id)?.stickers.map((one) => one.id))
    const fresh = attachments.filter(({ shape, file }) => shape === SHAPE.sticker && !known.has(file.id)).map(bare)
    if (fresh.length === 0) continue
    const kept = await holdFrom(engine, row, fresh, at)
    await changePack(engine.settings, id, (old) => joined(old ?? { name: pack.name, at, stickers: [] }, kept))
  }
}

async function isKept(engine: Engine, file: FileId): Promise<boolean> {
  try {
    await findKept(engine.settings, file)
    return true
  } catch (error) {
    if (error instanceof SorokaError && error.code === 'NOT_FOUND') return false
    throw error
  }
}

async function contentOf(engine: Engine, chat: ChatId, message: MsgId) {
  const row = await targetOf(engine, chat, message)
  const content = await engine.bodies.open(row)
  if (content?.options.attachments === undefined) throw new SorokaError('NOT_FOUND')
  // What is still on its way has nothing yet that another chat could be given.
  if (row.state !== 'sent') throw new SorokaError('FILE_UNKNOWN')
  const { attachments, pack } = content.options
  return { row, attachments, pack }
}

/** Without a new upload, unless they come from a chat that forgets (R20). */
async function holdFrom(engine: Engine, row: MessageRow, attachments: Attachment[], at: number): Promise<KeptFile[]> {
  if (row.expiresAt === undefined) return hold(engine, { attachments, stashed: [] }, undefined, at)
  const sealed = await engine.files.sealAgain(row, attachments)
  try {
    return await hold(engine, sealed, undefined, at)
  } catch (error) {
    await engine.files.unseal(sealed)
    throw error
  }
}

/** What is small needs no second picture. */
function bare(attachment: Attachment): Attachment {
  const { preview, ...rest } = attachment
  return preview === undefined ? attachment : rest
}

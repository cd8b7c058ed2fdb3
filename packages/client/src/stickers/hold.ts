import { type ChatId, limits, type MsgId } from '@soroka/protocol'
import { type Attachment, directChatId, KIND, type StickerPack } from '@soroka/protocol/records'
import type { Engine } from '../engine/engine.ts'
import type { Sealed } from '../files/outgoing.ts'
import { emptyChat } from '../indexeddb/chat-rows.ts'
import { erase } from '../messages/annotate.ts'
import { newId, write } from '../messages/writing.ts'
import { hideMessages, setFlags } from '../vault/chat-flags.ts'
import { type KeptFile, keptOf, readPacks, readSingle } from './shelf-entries.ts'

/** The chat with myself. */
export function nestOf(engine: Engine): ChatId {
  const { user } = engine.account.self
  return directChatId(user, user)
}

/**
 * Keeps files for as long as I want them: the server holds what a message names (P84), so a message of my own, in the chat with
 * myself and hidden from it, names them. What opens them goes into the account's vault.
 */
export async function hold(
  engine: Engine,
  sealed: Sealed,
  pack: StickerPack | undefined,
  at: number,
): Promise<KeptFile[]> {
  const { db } = engine.account
  const nest = nestOf(engine)
  if ((await db.getKey('chats', nest)) === undefined) {
    // Who never used it shall not find it on his list for this.
    await setFlags(engine.settings, nest, { forgotten: 0 })
    const tx = db.transaction('chats', 'readwrite')
    if ((await tx.store.getKey(nest)) === undefined) await tx.store.put(emptyChat(nest, 'nest'))
    await tx.done
  }
  const { attachments } = sealed
  const kept: KeptFile[] = []
  for (let from = 0; from < attachments.length; from += limits.attachments) {
    const some = attachments.slice(from, from + limits.attachments)
    kept.push(...(await holdSome(engine, nest, { ...sealed, attachments: some }, pack, at + kept.length)))
  }
  return kept
}

async function holdSome(
  engine: Engine,
  nest: ChatId,
  { attachments, stashed }: Sealed,
  pack: StickerPack | undefined,
  at: number,
): Promise<KeptFile[]> {
  const id: MsgId = newId()
  // First, so that it is never seen.
  await hideMessages(engine.settings, nest, [id])
  const ids = new Set(attachments.map(({ file }) => file.id))
  const words = {
    id,
    kind: KIND.media,
    options: { attachments, pack },
    stashed: stashed.filter((one) => ids.has(one.id)),
    silent: true,
  }
  await write(engine, nest, words, at)
  return attachments.map((attachment: Attachment) => keptOf(attachment, id, at))
}

/** These are kept no more: messages that hold nothing else go, and with them the server's reason to keep the files. */
export async function release(engine: Engine, gone: readonly KeptFile[], at: number): Promise<void> {
  const { settings } = engine
  const packs = [...(await readPacks(settings)).values()].flatMap(({ stickers }) => stickers)
  const single = await Promise.all([readSingle(settings, 'loose'), readSingle(settings, 'gif')])
  const needed = new Set([packs, ...single].flat().map(({ holder }) => holder))
  for (const holder of new Set(gone.map((file) => file.holder))) {
    // On a device that never saw the message another one must take it away.
    const here = await engine.messages.row(nestOf(engine), holder)
    if (!needed.has(holder) && here !== undefined) await erase(engine, nestOf(engine), [holder], at)
  }
}

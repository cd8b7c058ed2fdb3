import { type ChatId, type NotifyLevel, SorokaError } from '@soroka/protocol'
import type { Engine } from '../engine/engine.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import type { ChatRow } from '../indexeddb/rows.ts'
import { allFlags, clearUpTo, setFlags } from './chat-flags.ts'

/** What a person does with a chat on his list. The flags are his own and sealed; mutes and requests the server knows. */

/** A newly pinned chat comes first. */
export async function pinChat(engine: Engine, chat: ChatId, on: boolean): Promise<void> {
  const places = [...(await allFlags(engine.settings)).values()].flatMap(({ pinned }) => pinned ?? [])
  const first = Math.min(0, ...places) - 1
  await setFlags(engine.settings, chat, on ? { pinned: first, archived: undefined } : { pinned: undefined })
}

export async function sortPins(engine: Engine, chats: readonly ChatId[]): Promise<void> {
  for (const [place, chat] of chats.entries()) await setFlags(engine.settings, chat, { pinned: place })
}

export async function archiveChat(engine: Engine, chat: ChatId, on: boolean): Promise<void> {
  await setFlags(engine.settings, chat, on ? { archived: true, pinned: undefined } : { archived: undefined })
}

export async function muteChat(engine: Engine, chat: ChatId, until: number): Promise<void> {
  if (!Number.isSafeInteger(until) || until < 0) throw new SorokaError('BAD_REQUEST', { field: 'until' })
  await engine.api.chats.mute({ chat, until })
  await amend(engine, chat, { mutedUntil: until })
}

/** Which of its messages notify me; null: as my settings say. */
export async function setChatLevel(engine: Engine, chat: ChatId, level: NotifyLevel | null): Promise<void> {
  await engine.api.chats.level({ chat, level })
  await amend(engine, chat, { level })
}

/** The stranger becomes a contact, so that his next chat is no request. */
export async function acceptChat(engine: Engine, chat: ChatId): Promise<void> {
  await engine.api.chats.accept({ chat })
  const row = await amend(engine, chat, { request: false })
  if (row?.peer !== undefined) await engine.contacts.add(row.peer)
}

/** All messages so far, on all my devices. */
export async function clearChat(engine: Engine, chat: ChatId): Promise<void> {
  const row = await find(engine, chat)
  await clearUpTo(engine.settings, chat, row.lastSeq)
}

/** A request or a group that I left goes on the server too; any other chat until something new is said in it. */
export async function forgetChat(engine: Engine, chat: ChatId): Promise<void> {
  const row = await find(engine, chat)
  let { lastSeq } = row
  if (row.created && (row.request || row.leftSeq !== null)) {
    // Its first words may not be here yet: they must not bring it back.
    lastSeq = Math.max(lastSeq, (await engine.api.chats.get({ chat })).lastSeq)
    await engine.api.chats.forget({ chat })
  } else if (row.kind === 'group') throw new SorokaError('FORBIDDEN')
  await clearUpTo(engine.settings, chat, lastSeq)
  await setFlags(engine.settings, chat, { forgotten: lastSeq, pinned: undefined, archived: undefined })
}

async function find(engine: Engine, chat: ChatId): Promise<ChatRow> {
  const row = parseChat(await engine.account.db.get('chats', chat))
  if (row === null) throw new SorokaError('NOT_FOUND')
  return row
}

/** At once, before the server's word comes by the socket. */
async function amend(engine: Engine, chat: ChatId, change: Partial<ChatRow>): Promise<ChatRow | null> {
  const tx = engine.account.db.transaction('chats', 'readwrite')
  const row = parseChat(await tx.store.get(chat))
  if (row !== null) await tx.store.put({ ...row, ...change })
  await tx.done
  engine.hub.chat(chat)
  return row
}

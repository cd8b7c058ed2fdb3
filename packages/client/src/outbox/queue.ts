import { type ChatId, type ErrorCode, type MsgId, SorokaError, type UserId } from '@soroka/protocol'
import type { Stashed } from '../files/file-rows.ts'
import { type Body, encodeBody, filesOf, KIND, readBodyOptions } from '@soroka/protocol/records'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { inOne } from '../indexeddb/in-one.ts'
import { type MessageRow, type OutboxRow, outboxRow, PENDING } from '../indexeddb/rows.ts'
import type { Vault } from '../indexeddb/vault.ts'
import { isMessage } from '../messages/annotations.ts'
import { bodyPlace } from '../messages/bodies.ts'

/** A message or an annotation that nobody has sealed yet; `body.type` is its kind. */
export interface Unsent {
  chat: ChatId
  id: MsgId
  target?: MsgId
  body: Body
  at: number
  silent?: boolean
  sendAt?: number
  /** Its files that lie on this device's shelf only. */
  stashed?: readonly Stashed[] | undefined
}

/**
 * Writes the message and its outbox row in one transaction: shown and sent, or neither (G6). Any tab may do it.
 * @throws SorokaError NOT_FOUND when the chat isn't here (any more); RecordError when the body is out of its limits
 */
export async function enqueue(db: AccountDb, vault: Vault, self: UserId, message: Unsent): Promise<MessageRow> {
  const { chat, id, at } = message
  const body = await vault.seal(bodyPlace({ chat, sender: self, id }), encodeBody(message.body))
  const words = wordsOf(message)
  const waits = words.files === undefined ? {} : { files: true as const }
  return await inOne(db, ['chats', 'messages', 'outbox', 'files'], async (tx) => {
    if ((await tx.objectStore('chats').getKey(chat)) === undefined) throw new SorokaError('NOT_FOUND')
    const n = await tx.objectStore('outbox').add({ chat, id, at, ...waits })
    for (const file of message.stashed ?? [])
      await tx.objectStore('files').add({ ...file, chat, message: id, at, usedAt: at, waiting: 1 })
    const row: MessageRow = {
      chat,
      seq: PENDING + n,
      at,
      state: 'pending',
      id,
      sender: self,
      body,
      ...words,
    }
    await tx.objectStore('messages').add(row)
    return row
  })
}

function wordsOf({ target, body, silent, sendAt }: Unsent): Partial<MessageRow> {
  const words: Partial<MessageRow> = { kind: body.type, form: 2 }
  const { thread, attachments } = readBodyOptions(body.ext)
  const about = isMessage(words) ? thread : target
  if (attachments !== undefined) words.files = filesOf(attachments)
  if (about !== undefined) words.target = about
  if (body.replyTo !== undefined) words.replyTo = body.replyTo
  if (body.type === KIND.pin) words.flag = 'pin'
  if (silent === true) words.silent = true
  if (sendAt !== undefined) words.sendAt = sendAt
  return words
}

/** The message that is first in a chat, or null. */
export async function findHead(db: AccountDb, chat: ChatId): Promise<OutboxRow | null> {
  const parsed = outboxRow.safeParse(await db.getFromIndex('outbox', 'byChat', chat))
  return parsed.success ? parsed.data : null
}

/** The chats that have something to send. */
export async function listWaiting(db: AccountDb): Promise<ChatId[]> {
  const chats = new Set<ChatId>()
  for (const row of await db.getAll('outbox')) chats.add(row.chat)
  return [...chats]
}

/**
 * Takes a message from the queue and keeps its text, marked with the reason. An annotation goes altogether.
 * @returns the row as it was
 */
export async function markFailed(db: AccountDb, row: OutboxRow, failure: ErrorCode): Promise<MessageRow | null> {
  return await inOne(db, ['messages', 'outbox'], async (tx) => {
    await tx.objectStore('outbox').delete(row.n)
    const there = await tx.objectStore('messages').get([row.chat, PENDING + row.n])
    if (there === undefined) return null
    if (isMessage(there)) await tx.objectStore('messages').put({ ...there, state: 'failed', failure })
    else await tx.objectStore('messages').delete([row.chat, PENDING + row.n])
    return there
  })
}

/** The same for a message that is known by its id. */
export async function failWaiting(db: AccountDb, chat: ChatId, id: MsgId, failure: ErrorCode): Promise<void> {
  const row = outboxRow.safeParse(await db.getFromIndex('outbox', 'byId', [chat, id]))
  if (row.success) await markFailed(db, row.data, failure)
}

/** The server keeps it until its time: from here on it is asked for there. */
export async function handOver(db: AccountDb, row: OutboxRow): Promise<void> {
  await inOne(db, ['messages', 'outbox'], async (tx) => {
    await tx.objectStore('outbox').delete(row.n)
    await tx.objectStore('messages').delete([row.chat, PENDING + row.n])
  })
}

/** Puts a failed message at the end of the queue again, under the same id. Null when there is none. */
export async function requeue(db: AccountDb, chat: ChatId, id: MsgId, at: number): Promise<MessageRow | null> {
  return await inOne(db, ['messages', 'outbox'], async (tx) => {
    const messages = tx.objectStore('messages')
    const old = (await messages.index('byId').getAll([chat, id])).find((row) => row.state === 'failed')
    if (old === undefined) return null
    const files = old.files === undefined ? {} : { files: true as const }
    const n = await tx.objectStore('outbox').add({ chat, id, at, ...files })
    const { failure: _, ...kept } = old
    const row: MessageRow = { ...kept, seq: PENDING + n, state: 'pending' }
    await messages.delete([chat, old.seq])
    await messages.put(row)
    return row
  })
}

/** Takes back what the log doesn't have yet. @returns the row that is gone */
export async function withdraw(db: AccountDb, chat: ChatId, id: MsgId): Promise<MessageRow | null> {
  return await inOne(db, ['messages', 'outbox'], async (tx) => {
    const rows = await tx.objectStore('messages').index('byId').getAll([chat, id])
    const waiting = rows.find((row) => row.seq >= PENDING)
    if (waiting === undefined) return null
    await tx.objectStore('messages').delete([chat, waiting.seq])
    await tx.objectStore('outbox').delete(waiting.seq - PENDING)
    return waiting
  })
}

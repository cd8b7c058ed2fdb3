import { type ChatId, type ErrorCode, type MsgId, SorokaError, type UserId } from '@soroka/protocol'
import { utf8Encode } from '@soroka/protocol/bytes'
import { KIND } from '@soroka/protocol/records'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { inOne } from '../indexeddb/in-one.ts'
import { type MessageRow, type OutboxRow, outboxRow, PENDING } from '../indexeddb/rows.ts'
import type { Vault } from '../indexeddb/vault.ts'
import { bodyPlace } from '../views/message-view.ts'

type NewMessage = { chat: ChatId; id: MsgId; text: string; at: number }

/**
 * Writes the message and its outbox row in one transaction: shown and sent, or neither (G6). Any tab may do it.
 * @throws SorokaError NOT_FOUND when the chat isn't here (any more)
 */
export async function enqueue(db: AccountDb, vault: Vault, self: UserId, message: NewMessage): Promise<MessageRow> {
  const { chat, id, at } = message
  const body = await vault.seal(bodyPlace({ chat, sender: self, id }), utf8Encode(message.text))
  return await inOne(db, ['chats', 'messages', 'outbox'], async (tx) => {
    if ((await tx.objectStore('chats').getKey(chat)) === undefined) throw new SorokaError('NOT_FOUND')
    const n = await tx.objectStore('outbox').add({ chat, id, at })
    const row: MessageRow = { chat, seq: PENDING + n, at, state: 'pending', id, sender: self, kind: KIND.text, body }
    await tx.objectStore('messages').add(row)
    return row
  })
}

/** The message that is next in a chat, or null. */
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

/** Takes a message from the queue and keeps its text, marked with the reason. */
export async function markFailed(db: AccountDb, row: OutboxRow, failure: ErrorCode): Promise<MessageRow | null> {
  return await inOne(db, ['messages', 'outbox'], async (tx) => {
    await tx.objectStore('outbox').delete(row.n)
    const there = await tx.objectStore('messages').get([row.chat, PENDING + row.n])
    const failed: MessageRow | null = there === undefined ? null : { ...there, state: 'failed', failure }
    if (failed !== null) await tx.objectStore('messages').put(failed)
    return failed
  })
}

/** Puts a failed message at the end of the queue again, under the same id. Null when there is none. */
export async function requeue(db: AccountDb, chat: ChatId, id: MsgId, at: number): Promise<MessageRow | null> {
  return await inOne(db, ['messages', 'outbox'], async (tx) => {
    const messages = tx.objectStore('messages')
    const old = (await messages.index('byId').getAll([chat, id])).find((row) => row.state === 'failed')
    if (old === undefined) return null
    const n = await tx.objectStore('outbox').add({ chat, id, at })
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

import type { ChatId, UserId } from '@soroka/protocol'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { inOne } from '../indexeddb/in-one.ts'
import { dropPosition } from '../indexeddb/ranges.ts'
import { type ChatRow, type MessageRow, messageRow, PENDING } from '../indexeddb/rows.ts'
import type { Vault } from '../indexeddb/vault.ts'
import type { MessageView } from '../types.ts'
import { openRow } from '../views/message-view.ts'
import { readChat } from './heads.ts'

export interface LocalPage {
  messages: MessageView[]
  /** Older rows exist, here or on the server. */
  more: boolean
  /** Rows of this stretch that the server has and we don't: pull, then read again. */
  missing: boolean
}

/** A page from the database. Rows that are damaged or gone are noted as missing, so that they are pulled again. */
export async function readPage(
  db: AccountDb,
  vault: Vault,
  self: UserId,
  chat: ChatId,
  page: { before?: number; limit: number },
): Promise<LocalPage> {
  const row = await readChat(db, chat)
  if (row === null) return { messages: [], more: false, missing: false }
  const top = page.before === undefined ? row.lastSeq : Math.min(page.before - 1, row.lastSeq)
  const { views, lost, bottom } = await readDown(db, vault, self, row, top, page.limit)
  if (lost.length > 0) await forgetRows(db, chat, lost)
  const pending = page.before === undefined ? await readPending(db, vault, self, chat) : []
  const missing = lost.length > 0 || (row.created && bottom > 1 && views.length < page.limit)
  return { messages: [...views, ...pending], more: bottom > 1, missing }
}

/** Walks down from `top` while rows are here, until enough are shown. */
async function readDown(db: AccountDb, vault: Vault, self: UserId, chat: ChatRow, top: number, limit: number) {
  const views: MessageView[] = []
  const lost: number[] = []
  let bottom = top + 1
  const run = chat.have.find(([from, to]) => from <= top && top <= to)
  const floor = run?.[0] ?? bottom
  while (views.length < limit && bottom > floor) {
    const from = Math.max(floor, bottom - (limit - views.length))
    const rows = await db.getAll('messages', IDBKeyRange.bound([chat.id, from], [chat.id, bottom - 1]))
    const bySeq = new Map(rows.map((row) => [row.seq, row]))
    const seqs = Array.from({ length: bottom - from }, (_, i) => from + i)
    const opened = await Promise.all(seqs.map((seq) => openOne(bySeq.get(seq), self, vault, lost, seq)))
    views.unshift(...opened.filter((view) => view !== null))
    bottom = from
  }
  return { views, lost, bottom }
}

async function openOne(value: MessageRow | undefined, self: UserId, vault: Vault, lost: number[], seq: number) {
  const parsed = messageRow.safeParse(value)
  if (!parsed.success) {
    lost.push(seq)
    return null
  }
  if (parsed.data.hidden === true) return null
  const view = await openRow(parsed.data, self, vault)
  if (view === null) lost.push(seq)
  return view
}

async function readPending(db: AccountDb, vault: Vault, self: UserId, chat: ChatId): Promise<MessageView[]> {
  const range = IDBKeyRange.bound([chat, PENDING], [chat, Number.MAX_SAFE_INTEGER])
  const rows = (await db.getAll('messages', range)).flatMap((value) => messageRow.safeParse(value).data ?? [])
  return (await Promise.all(rows.map((row) => openRow(row, self, vault)))).filter((view) => view !== null)
}

/** Damaged rows leave the database, and the log's hash starts again below them. */
async function forgetRows(db: AccountDb, chat: ChatId, seqs: number[]): Promise<void> {
  await inOne(db, ['chats', 'messages'], async (tx) => {
    const row = await tx.objectStore('chats').get(chat)
    if (row === undefined) return
    for (const seq of seqs) {
      row.have = dropPosition(row.have, seq)
      await tx.objectStore('messages').delete([chat, seq])
    }
    await tx.objectStore('chats').put(row)
  })
}

import type { ChatId, FileId } from '@soroka/protocol'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { type OutboxRow, outboxRow, PENDING } from '../indexeddb/rows.ts'
import { findHead } from '../outbox/queue.ts'
import type { Uploads } from './uploads.ts'

/** So long the messages behind one with files wait for it (ms). */
const PATIENCE = 10_000

/** Whose turn it is in a chat; `wait`: nobody's yet; null: nothing is there that could go. */
export type Turn = { row: OutboxRow } | { wait: number } | null

/**
 * A message goes when all its files are on the server. It keeps its place while its upload is young; then what was
 * written after it passes.
 */
export async function nextInTurn(db: AccountDb, uploads: Pick<Uploads, 'age'>, chat: ChatId): Promise<Turn> {
  const first = await findHead(db, chat)
  if (first === null) return null
  if (first.files !== true) return { row: first }
  for (const value of await db.getAllFromIndex('outbox', 'byChat', chat)) {
    const row = outboxRow.safeParse(value)
    if (!row.success) continue
    if (row.data.files !== true || (await areThere(db, row.data))) return { row: row.data }
    const age = uploads.age(row.data.id)
    if (age < PATIENCE) return { wait: PATIENCE - age }
  }
  return null
}

async function areThere(db: AccountDb, { chat, n }: OutboxRow): Promise<boolean> {
  const ids: readonly FileId[] = (await db.get('messages', [chat, PENDING + n]))?.files ?? []
  const rows = await Promise.all(ids.map((id) => db.get('files', id)))
  return rows.every((row) => row?.waiting === undefined)
}

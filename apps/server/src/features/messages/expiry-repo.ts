import type { ChatId } from '@soroka/protocol'
import type { ErasedRow } from '@soroka/protocol/contract'
import type { Sql } from '../../platform/db/index.ts'
import { toErasedRows } from './erased-rows.ts'
import type { ErasedJson } from './erased-rows.ts'

/** Rows whose time is over, the longest overdue first. */
export async function findExpired(sql: Sql, now: number, limit: number): Promise<{ chat: ChatId; seq: number }[]> {
  return sql<{ chat: ChatId; seq: number }[]>`
    SELECT chat_id AS chat, seq::float8 FROM messages WHERE expires_at <= ${now} ORDER BY expires_at LIMIT ${limit}`
}

/** With all that was said about them; answers with the rows that had a ciphertext until now. */
export async function eraseMessages(sql: Sql, chat: ChatId, seqs: readonly number[]): Promise<ErasedRow[]> {
  const [row] = await sql<{ erased: ErasedJson | null }[]>`
    SELECT erase_messages(${chat}, string_to_array(${seqs.join(',')}, ',')::int8[]) AS erased`
  return toErasedRows(row?.erased)
}

/** A key that no message uses any more: the epoch that brought it, and the one that brought the next. */
export interface OldKey {
  readonly n: number
  readonly next: number
  readonly record: Buffer
}

/** Epochs below the floor that still have boxes, the newest first. The floor's own key is another than theirs. */
export async function findOldKeys(sql: Sql, chat: ChatId, limit: number): Promise<OldKey[]> {
  return sql<OldKey[]>`
    SELECT e.n::float8, e.record, lead(e.n, 1, c.floor) OVER (ORDER BY e.n)::float8 AS next
    FROM chats c JOIN epochs e ON e.chat_id = c.id AND e.n < c.floor
    WHERE c.id = ${chat} AND EXISTS (SELECT 1 FROM epoch_boxes b WHERE b.chat_id = c.id AND b.n = e.n)
    ORDER BY e.n DESC LIMIT ${limit}`
}

/** Deletes the boxes of a key unless something lives under it: a message, or the name of the chat. */
export async function deleteBoxes(sql: Sql, chat: ChatId, { n, next }: OldKey): Promise<void> {
  await sql`
    DELETE FROM epoch_boxes b WHERE b.chat_id = ${chat} AND b.n = ${n}
      AND NOT EXISTS (SELECT 1 FROM messages m
        WHERE m.chat_id = b.chat_id AND m.epoch >= ${n} AND m.epoch < ${next} AND m.expires_at IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM chats c JOIN messages m ON m.chat_id = c.id AND m.seq = c.meta_seq
        WHERE c.id = b.chat_id AND m.epoch >= ${n} AND m.epoch < ${next})`
}

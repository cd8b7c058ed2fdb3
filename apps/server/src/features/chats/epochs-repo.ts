import type { ChatId, UserId } from '@soroka/protocol'
import { BOX_BYTES } from '@soroka/protocol/records'
import type { Queries, Transaction } from './queries.ts'

export interface StoredEpoch {
  readonly n: number
  readonly record: Buffer
  readonly hash: Buffer
}

export interface NewEpoch extends StoredEpoch {
  readonly chat: ChatId
  readonly boxes: readonly { readonly user: UserId; readonly box: Buffer }[]
  readonly at: number
}

/** Records from `from` to the head in order, at most `limit`. */
export function findEpochs(sql: Queries, chat: ChatId, from: number, limit: number): Promise<StoredEpoch[]> {
  return sql<StoredEpoch[]>`
    SELECT n::float8, record, hash FROM epochs WHERE chat_id = ${chat} AND n >= ${from} ORDER BY n LIMIT ${limit}`
}

/** The same up to an epoch, with the boxes of one person's memberships (R23). */
export function findEpochsWithBoxes(
  sql: Queries,
  chat: ChatId,
  user: UserId,
  { from, to, limit }: { readonly from: number; readonly to: number; readonly limit: number },
): Promise<(StoredEpoch & { at: number; box: Buffer | null })[]> {
  return sql<(StoredEpoch & { at: number; box: Buffer | null })[]>`
    SELECT e.n::float8, e.at::float8, e.record, e.hash, b.box FROM epochs e
    LEFT JOIN epoch_boxes b ON b.chat_id = e.chat_id AND b.n = e.n AND b.user_id = ${user}
      AND EXISTS (SELECT 1 FROM chat_memberships m WHERE m.chat_id = e.chat_id AND m.user_id = ${user}
        AND m.from_epoch <= e.n AND (m.to_epoch IS NULL OR m.to_epoch >= e.n))
    WHERE e.chat_id = ${chat} AND e.n >= ${from} AND e.n <= ${to} ORDER BY e.n LIMIT ${limit}`
}

export async function countEpochsSince(sql: Transaction, chat: ChatId, at: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int4 AS count FROM epochs WHERE chat_id = ${chat} AND at > ${at}`
  return row?.count ?? 0
}

export async function findRecordsSince(sql: Transaction, chat: ChatId, at: number): Promise<Buffer[]> {
  const rows = await sql<{ record: Buffer }[]>`SELECT record FROM epochs WHERE chat_id = ${chat} AND at > ${at}`
  return rows.map((row) => row.record)
}

export async function insertEpoch(sql: Transaction, epoch: NewEpoch): Promise<void> {
  const { chat, n, record, hash, at, boxes } = epoch
  await sql`INSERT INTO epochs (chat_id, n, record, hash, at) VALUES (${chat}, ${n}, ${record}, ${hash}, ${at})`
  if (boxes.length === 0) return
  // One text and one block of bytes: a thousand boxes are one small statement, not four thousand parameters.
  const users = boxes.map((box) => box.user).join(',')
  const bytes = Buffer.concat(boxes.map((box) => box.box))
  await sql`
    INSERT INTO epoch_boxes (chat_id, n, user_id, box)
    SELECT ${chat}, ${n}, b.user_id, substring(${bytes}::bytea FROM (b.no::int4 - 1) * ${BOX_BYTES} + 1 FOR ${BOX_BYTES})
    FROM unnest(string_to_array(${users}, ',')) WITH ORDINALITY AS b (user_id, no)`
}

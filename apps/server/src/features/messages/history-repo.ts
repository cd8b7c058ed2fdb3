import type { ChatId, MsgId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'
import type { Span } from './view.ts'

export interface Range extends Span {
  /** From the lower end, or from the upper one; the answer ascends either way. */
  readonly forward: boolean
  readonly limit: number
  readonly bytes: number
}

export interface StoredRow {
  readonly seq: number
  readonly at: number
  readonly envelope: Buffer | null
  /** Instead of an envelope that was erased. */
  readonly header: Buffer | null
  readonly hash: Buffer | null
}

export interface PageRow extends StoredRow {
  readonly msgId: MsgId
}

/** Rows in ascending order, cut where they outgrow `bytes`. */
export async function findPage(sql: Sql, chat: ChatId, range: Range): Promise<PageRow[]> {
  const { above, upTo, limit, bytes, forward } = range
  const order = forward ? sql`seq` : sql`seq DESC`
  return sql<PageRow[]>`
    SELECT seq::float8, at::float8, msg_id AS "msgId", envelope, header, hash FROM (
      SELECT *, sum(size) OVER (ORDER BY ${order}) - size AS before
      FROM (SELECT seq, at, msg_id, envelope, header, hash, coalesce(octet_length(envelope), octet_length(header), 0) AS size
            FROM messages
            WHERE chat_id = ${chat} AND seq > ${above} AND seq <= ${upTo} ORDER BY ${order} LIMIT ${limit}) page) sized
    WHERE before < ${bytes} ORDER BY seq`
}

export interface ChatRange extends Span {
  readonly chat: ChatId
  readonly limit: number
}

/** The last rows of each range, ascending, ranges in the order given; cut where all of them outgrow `bytes`. */
export async function findNewest(
  sql: Sql,
  ranges: readonly ChatRange[],
  bytes: number,
): Promise<(StoredRow & { chat: ChatId })[]> {
  const list = (pick: (range: ChatRange) => string | number): string => ranges.map(pick).join(',')
  return sql<(StoredRow & { chat: ChatId })[]>`
    SELECT chat, seq::float8, at::float8, envelope, header, hash FROM (
      SELECT *, sum(size) OVER (ORDER BY no, seq DESC) - size AS before
      FROM unnest(string_to_array(${list(({ chat }) => chat)}, ','),
          string_to_array(${list(({ above }) => above)}, ',')::int8[],
          string_to_array(${list(({ upTo }) => upTo)}, ',')::int8[],
          string_to_array(${list(({ limit }) => limit)}, ',')::int8[]) WITH ORDINALITY AS w (chat, above, up_to, most, no)
      CROSS JOIN LATERAL (
        SELECT seq, at, envelope, header, hash, coalesce(octet_length(envelope), octet_length(header), 0) AS size
        FROM messages m WHERE m.chat_id = w.chat AND m.seq > w.above AND m.seq <= w.up_to
        ORDER BY m.seq DESC LIMIT w.most) page) sized
    WHERE before < ${bytes} ORDER BY no, seq`
}

/** Rows that are read where they stand, without what they belong to. */
export async function findRows(sql: Sql, chat: ChatId, seqs: readonly number[]): Promise<StoredRow[]> {
  return sql<StoredRow[]>`
    SELECT seq::float8, at::float8, envelope, header, hash FROM messages
    WHERE chat_id = ${chat} AND seq = ANY (string_to_array(${seqs.join(',')}, ',')::int8[]) ORDER BY seq`
}

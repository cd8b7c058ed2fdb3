import type { ChatId, UserId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'

/** What of a chat's log somebody may read: rows above joinedSeq up to lastSeq. */
export interface View {
  readonly joinedSeq: number
  readonly lastSeq: number
}

export interface Range {
  readonly above: number
  readonly upTo: number
  /** From the lower end, or from the upper one; the answer ascends either way. */
  readonly forward: boolean
  readonly limit: number
  readonly bytes: number
}

export interface StoredRow {
  readonly seq: number
  readonly at: number
  readonly envelope: Buffer | null
  readonly header: Buffer | null
  readonly hash: Buffer | null
}

export async function findView(sql: Sql, chat: ChatId, user: UserId): Promise<View | undefined> {
  const [view] = await sql<View[]>`
    SELECT p.joined_seq::float8 AS "joinedSeq", least(c.last_seq, p.left_seq)::float8 AS "lastSeq"
    FROM chat_participants p JOIN chats c ON c.id = p.chat_id
    WHERE p.chat_id = ${chat} AND p.user_id = ${user}`
  return view
}

/** Rows in ascending order, cut where they outgrow `bytes`. */
export async function findPage(sql: Sql, chat: ChatId, range: Range): Promise<StoredRow[]> {
  const { above, upTo, limit, bytes } = range
  if (range.forward)
    return sql<StoredRow[]>`
      SELECT seq::float8, at::float8, envelope, header, hash FROM (
        SELECT seq, at, envelope, header, hash, sum(octet_length(envelope)) OVER (ORDER BY seq) - octet_length(envelope) AS size
        FROM (SELECT seq, at, envelope, header, hash FROM messages
              WHERE chat_id = ${chat} AND seq > ${above} AND seq <= ${upTo} ORDER BY seq LIMIT ${limit}) page) sized
      WHERE size IS NULL OR size < ${bytes} ORDER BY seq`
  return sql<StoredRow[]>`
    SELECT seq::float8, at::float8, envelope, header, hash FROM (
      SELECT seq, at, envelope, header, hash, sum(octet_length(envelope)) OVER (ORDER BY seq DESC) - octet_length(envelope) AS size
      FROM (SELECT seq, at, envelope, header, hash FROM messages
            WHERE chat_id = ${chat} AND seq > ${above} AND seq <= ${upTo} ORDER BY seq DESC LIMIT ${limit}) page) sized
    WHERE size IS NULL OR size < ${bytes} ORDER BY seq`
}

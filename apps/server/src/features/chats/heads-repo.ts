import type { ChatId, UserId } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import type { Queries } from './queries.ts'

/** Chats up to this size show everybody's marks (R17). */
export const SMALL_CHAT = 20

interface HeadRow extends Omit<ChatHead, 'marks' | 'members'> {
  marks: ChatHead['marks'] | null
}

/** Which of a person's chats: one, or those after a place, or those that changed since a transaction. */
export interface HeadFilter {
  readonly chat?: ChatId
  readonly after?: { readonly lastAt: number; readonly chat: ChatId }
  readonly since?: bigint
  readonly limit: number
}

/** Heads of a person's chats, newest activity first; `xmin` belongs to the same snapshot. */
export async function findHeads(
  sql: Queries,
  user: UserId,
  filter: HeadFilter,
): Promise<{ xmin: bigint; heads: ChatHead[] }> {
  const since = filter.since?.toString() ?? null
  const chat = filter.chat ?? null
  const lastAt = filter.after?.lastAt ?? null
  const afterChat = filter.after?.chat ?? null
  const rows = await sql<({ xmin: string } & (HeadRow | { id: null }))[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin, head.*
    FROM (SELECT 1) AS always LEFT JOIN LATERAL (
      SELECT c.id, c.kind, c.last_seq::float8 AS "lastSeq", c.last_at::float8 AS "lastAt", c.head::float8 AS epoch,
        c.floor::float8 AS floor, c.rotate_required AS rotate, c.msg_count::float8 AS "msgCount",
        p.read_count::float8 AS "readCount",
        CASE WHEN c.member_count <= ${SMALL_CHAT} THEN
          (SELECT json_agg(json_build_object('user', m.user_id, 'delivered', m.delivered_seq, 'read', m.read_seq)
             ORDER BY m.user_id)
           FROM chat_participants m WHERE m.chat_id = c.id AND m.left_seq IS NULL) END AS marks
      FROM chat_participants p JOIN chats c ON c.id = p.chat_id
      WHERE p.user_id = ${user} AND p.left_seq IS NULL
        AND (${chat}::text IS NULL OR c.id = ${chat})
        AND (${since}::xid8 IS NULL OR c.changed_xid >= ${since}::xid8 OR p.changed_xid >= ${since}::xid8)
        AND (${lastAt}::int8 IS NULL OR (c.last_at, c.id) < (${lastAt}, ${afterChat}))
      ORDER BY c.last_at DESC, c.id DESC LIMIT ${filter.limit}
    ) head ON true`
  const xmin = BigInt(rows[0]?.xmin ?? 0)
  return { xmin, heads: rows.flatMap((row) => (row.id === null ? [] : [toHead(row)])) }
}

function toHead(row: HeadRow): ChatHead {
  const { id, kind, lastSeq, lastAt, epoch, floor, rotate, msgCount, readCount } = row
  const marks = row.marks ?? []
  const members = marks.map((mark) => mark.user)
  return { id, kind, lastSeq, lastAt, epoch, floor, rotate, msgCount, readCount, marks, members }
}

import type { ChatId, UserId } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import { shownMark } from './mark-privacy.ts'
import type { Queries } from './queries.ts'

/** Chats up to this size show everybody's marks (R17). */
export const SMALL_CHAT = 20

interface HeadRow extends Omit<ChatHead, 'marks' | 'members' | 'leaves' | 'joins'> {
  marks: ChatHead['marks'] | null
}

/** Which of a person's chats: one, those that changed since a transaction, those that rest since a time. */
export interface HeadFilter {
  readonly chat?: ChatId | undefined
  readonly since?: bigint | undefined
  readonly restingSince?: number | undefined
  /** Newest activity first, or by id after this one ('' is before all): only that reads no more than it answers. */
  readonly after?: ChatId | '' | undefined
  readonly limit: number
}

/** Heads of a person's chats; `xmin` belongs to the same snapshot. */
export async function findHeads(
  sql: Queries,
  user: UserId,
  filter: HeadFilter,
): Promise<{ xmin: bigint; heads: ChatHead[] }> {
  const since = filter.since?.toString()
  const { chat, restingSince, after } = filter
  // Each kind of filter is a statement of its own: "or the parameter is null" would keep the index from being used.
  const changed =
    since === undefined ? sql`` : sql`AND (c.changed_xid >= ${since}::xid8 OR p.changed_xid >= ${since}::xid8)`
  const one = chat === undefined ? sql`` : sql`AND p.chat_id = ${chat}`
  const resting = restingSince === undefined ? sql`` : sql`AND c.last_at <= ${restingSince}`
  const next = after === undefined ? sql`` : sql`AND p.chat_id > ${after}`
  const order = after === undefined ? sql`c.last_at DESC, c.id DESC` : sql`p.chat_id`
  const rows = await sql<({ xmin: string } & (HeadRow | { id: null }))[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin, head.*
    FROM (SELECT 1) AS always LEFT JOIN LATERAL (
      SELECT c.id, c.kind, c.last_seq::float8 AS "lastSeq", c.last_at::float8 AS "lastAt", c.head::float8 AS epoch,
        c.floor::float8 AS floor, c.rotate_required AS rotate, c.msg_count::float8 AS "msgCount",
        p.read_count::float8 AS "readCount", c.member_count AS "memberCount", p.left_seq::float8 AS "leftSeq",
        p.request, p.muted_until::float8 AS "mutedUntil", c.meta_seq::float8 AS "metaSeq",
        greatest(p.mention_seq, c.all_seq)::float8 AS "mentionSeq",
        CASE WHEN c.member_count <= ${SMALL_CHAT} THEN
          (SELECT json_agg(json_build_object('user', m.user_id, ${shownMark(sql, user)}) ORDER BY m.user_id)
           FROM chat_participants m LEFT JOIN users u ON u.id = m.user_id
           WHERE m.chat_id = c.id AND m.left_seq IS NULL) END AS marks
      FROM chat_participants p JOIN chats c ON c.id = p.chat_id LEFT JOIN users me ON me.id = p.user_id
      WHERE p.user_id = ${user} AND p.left_seq IS NULL
        ${one} ${changed} ${resting} ${next}
      ORDER BY ${order} LIMIT ${filter.limit}
    ) head ON true`
  const xmin = BigInt(rows[0]?.xmin ?? 0)
  return { xmin, heads: rows.flatMap((row) => (row.id === null ? [] : [toHead(row)])) }
}

function toHead(row: HeadRow): ChatHead {
  const { id, kind, lastSeq, lastAt, epoch, floor, rotate, msgCount, readCount } = row
  const marks = row.marks ?? []
  const members = marks.map((mark) => mark.user)
  const { memberCount, leftSeq, request, mutedUntil, metaSeq, mentionSeq } = row
  const counts = { lastSeq, lastAt, epoch, floor, rotate, msgCount, readCount, memberCount, metaSeq, mentionSeq }
  return { id, kind, ...counts, marks, members, leftSeq, request, mutedUntil, leaves: [], joins: [] }
}

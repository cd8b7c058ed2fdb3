import type { ChatId, UserId } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import { doorColumns } from './door-columns.ts'
import { shownMark } from './mark-privacy.ts'
import type { Queries } from './queries.ts'

/** Chats up to this size show everybody's marks (R17). */
export const SMALL_CHAT = 20

interface HeadRow extends Omit<ChatHead, 'marks' | 'members' | 'leaves' | 'joins'> {
  marks: ChatHead['marks'] | null
  leaves: ChatHead['leaves'] | null
  joins: ChatHead['joins'] | null
  /** Where the chat stands in the order of activity; for one that was left more than its head tells. */
  activeAt: number
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

export interface FoundHeads {
  /** Belongs to the same snapshot. */
  readonly xmin: bigint
  readonly heads: ChatHead[]
  /** Activity of each head's chat. */
  readonly activeAt: readonly number[]
}

/**
 * Heads of a person's chats. A group that he left stays among them as it was when he left; a request that he dropped does
 * not.
 */
export async function findHeads(sql: Queries, user: UserId, filter: HeadFilter): Promise<FoundHeads> {
  const since = filter.since?.toString()
  const { chat, restingSince, after } = filter
  // Each kind of filter is a statement of its own: "or the parameter is null" would keep the index from being used.
  const changed =
    since === undefined
      ? sql``
      : sql`AND (p.changed_xid >= ${since}::xid8 OR (c.changed_xid >= ${since}::xid8 AND p.left_seq IS NULL))`
  const one = chat === undefined ? sql`` : sql`AND p.chat_id = ${chat}`
  const resting = restingSince === undefined ? sql`` : sql`AND c.last_at <= ${restingSince}`
  const next = after === undefined ? sql`` : sql`AND p.chat_id > ${after}`
  const order = after === undefined ? sql`c.last_at DESC, c.id DESC` : sql`p.chat_id`
  const rows = await sql<({ xmin: string } & (HeadRow | { id: null }))[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin, head.*
    FROM (SELECT 1) AS always LEFT JOIN LATERAL (
      SELECT c.id, c.kind, c.last_at::float8 AS "activeAt", p.left_seq::float8 AS "leftSeq",
        coalesce(p.left_seq, c.last_seq)::float8 AS "lastSeq",
        (CASE WHEN p.left_seq IS NULL THEN c.last_at ELSE coalesce(final.at, c.created_at) END)::float8 AS "lastAt",
        coalesce(stay.to_epoch, c.head)::float8 AS epoch, least(c.floor, coalesce(stay.to_epoch, c.floor))::float8 AS floor,
        c.rotate_required AND p.left_seq IS NULL AS rotate,
        (CASE WHEN p.left_seq IS NULL THEN c.msg_count ELSE coalesce(final.msg_no, 0) END)::float8 AS "msgCount",
        p.read_count::float8 AS "readCount",
        CASE WHEN p.left_seq IS NULL THEN c.member_count ELSE 0 END AS "memberCount",
        p.request, p.muted_until::float8 AS "mutedUntil", p.level,
        (CASE WHEN c.meta_seq <= coalesce(p.left_seq, c.meta_seq) THEN c.meta_seq ELSE 0 END)::float8 AS "metaSeq",
        least(greatest(p.mention_seq, c.all_seq), coalesce(p.left_seq, c.last_seq))::float8 AS "mentionSeq",
        CASE WHEN c.member_count <= ${SMALL_CHAT} AND p.left_seq IS NULL THEN
          (SELECT json_agg(json_build_object('user', m.user_id, ${shownMark(sql, user)}) ORDER BY m.user_id)
           FROM chat_participants m LEFT JOIN users u ON u.id = m.user_id
           WHERE m.chat_id = c.id AND (m.left_seq IS NULL OR c.kind <> 'group'))
          WHEN p.left_seq IS NULL THEN
          json_build_array(json_build_object('user', p.user_id, 'delivered', p.delivered_seq, 'read', p.read_seq))
          END AS marks,
        ${doorColumns(sql)}
      FROM chat_participants p JOIN chats c ON c.id = p.chat_id LEFT JOIN users me ON me.id = p.user_id
        LEFT JOIN messages final ON p.left_seq IS NOT NULL AND final.chat_id = p.chat_id AND final.seq = p.left_seq
        LEFT JOIN LATERAL (
          SELECT max(s.to_epoch) AS to_epoch FROM chat_memberships s
          WHERE p.left_seq IS NOT NULL AND s.chat_id = p.chat_id AND s.user_id = p.user_id) stay ON true
      WHERE p.user_id = ${user} AND (p.left_seq IS NULL OR c.kind = 'group')
        ${one} ${changed} ${resting} ${next}
      ORDER BY ${order} LIMIT ${filter.limit}
    ) head ON true`
  const xmin = BigInt(rows[0]?.xmin ?? 0)
  const found = rows.flatMap((row) => (row.id === null ? [] : [row]))
  return { xmin, heads: found.map(toHead), activeAt: found.map((row) => row.activeAt) }
}

function toHead(row: HeadRow): ChatHead {
  const { id, kind, lastSeq, lastAt, epoch, floor, rotate, msgCount, readCount } = row
  const marks = row.marks ?? []
  // Above that size they are my own alone.
  const members = row.memberCount > SMALL_CHAT ? [] : marks.map((mark) => mark.user)
  const { memberCount, leftSeq, request, mutedUntil, level, metaSeq, mentionSeq } = row
  const counts = { lastSeq, lastAt, epoch, floor, rotate, msgCount, readCount, memberCount, metaSeq, mentionSeq }
  const leaves = (row.leaves ?? []).map(fromHex)
  const joins = (row.joins ?? []).map((join) => ({ ...join, pub: fromHex(join.pub), proof: fromHex(join.proof) }))
  return { id, kind, ...counts, marks, members, leftSeq, request, mutedUntil, level, leaves, joins }
}

/** JSON of the database carries bytes as hex. */
const fromHex = (text: string): string => Buffer.from(text, 'hex').toString('base64url')

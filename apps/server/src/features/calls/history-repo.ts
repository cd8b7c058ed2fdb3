import type { CallRecord, ChatId, UserId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'

/** Calls of one page. */
const PAGE = 50

export interface HistoryQuery {
  readonly before?: number | undefined
  readonly missed?: boolean | undefined
  readonly chat?: ChatId | undefined
}

interface Row extends Omit<CallRecord, 'users'> {
  readonly users: string | null
}

/** What this person has of calls that are over, the newest first. */
export async function listHistory(
  sql: Sql,
  user: UserId,
  { before = Number.MAX_SAFE_INTEGER, missed = false, chat }: HistoryQuery,
): Promise<{ calls: CallRecord[]; more: boolean }> {
  const rows = await sql<Row[]>`
    SELECT c.id, c.chat_id AS chat, c.started_by AS by, c.video, p.at::float8 AS at, c.ended_at::float8 AS "endedAt",
      p.duration::float8 AS duration, p.outcome, c.after_seq::float8 AS after,
      (SELECT string_agg(o.user_id, ',' ORDER BY o.came_at, o.user_id) FROM call_participants o
       WHERE o.call_id = c.id AND o.came_at IS NOT NULL) AS users
    FROM call_participants p JOIN calls c ON c.id = p.call_id
    WHERE p.user_id = ${user} AND p.at < ${before}
      AND (NOT ${missed} OR (p.outcome = 'missed' AND p.came_at IS NULL))
      AND (${chat === undefined} OR p.chat_id = ${chat ?? ''})
    ORDER BY p.at DESC LIMIT ${PAGE + 1}`
  return { calls: rows.slice(0, PAGE).map(toRecord), more: rows.length > PAGE }
}

const toRecord = ({ users, ...row }: Row): CallRecord => ({
  ...row,
  users: (users ?? '').split(',').filter(Boolean) as UserId[],
})

export async function countUnseen(sql: Sql, user: UserId): Promise<number> {
  const [row] = await sql<{ unseen: number }[]>`
    SELECT count(*)::int4 AS unseen FROM call_participants WHERE user_id = ${user} AND NOT seen`
  return row?.unseen ?? 0
}

export async function markSeen(sql: Sql, user: UserId, upTo: number): Promise<void> {
  await sql`UPDATE call_participants SET seen = true WHERE user_id = ${user} AND NOT seen AND at <= ${upTo}`
}

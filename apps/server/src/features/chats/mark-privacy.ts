import type { UserId } from '@soroka/protocol'
import type { Queries } from './queries.ts'

/**
 * The marks of member `m` (with his row `u`) in a head of `viewer` (with his row `me`), as a list of JSON keys and values.
 * What was read shows only between two who both let others know it; who has not accepted the chat shows nothing (R17).
 */
export function shownMark(sql: Queries, viewer: UserId) {
  return sql`
    'delivered', CASE WHEN m.request AND m.user_id <> ${viewer} THEN 0 ELSE m.delivered_seq END,
    'read', CASE WHEN m.user_id = ${viewer} OR (u.read_receipts AND me.read_receipts AND NOT m.request)
      THEN m.read_seq ELSE 0 END`
}

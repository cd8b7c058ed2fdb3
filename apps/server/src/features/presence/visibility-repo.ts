import type { UserId } from '@soroka/protocol'
import { directChatId } from '@soroka/protocol/records'
import type { Sql } from '../../platform/db/index.ts'

/** Somebody who looks, and somebody who is looked at. */
export interface Sight {
  readonly viewer: UserId
  readonly person: UserId
}

export const sightKey = ({ viewer, person }: Sight): string => viewer + person

/**
 * Which of these may be: the two share a chat, neither blocked the other, each lets the other see when he is here (what
 * one hides from somebody he does not see of him), and the person has no unanswered request of the viewer.
 */
export async function findSights(sql: Sql, asked: readonly Sight[]): Promise<Set<string>> {
  if (asked.length === 0) return new Set()
  const direct = asked.map(({ viewer, person }) => directChatId(viewer, person))
  const rows = await sql<Sight[]>`
    SELECT viewer, person FROM unnest(string_to_array(${asked.map((sight) => sight.viewer).join(',')}, ','),
      string_to_array(${asked.map((sight) => sight.person).join(',')}, ','),
      string_to_array(${direct.join(',')}, ',')) AS asked (viewer, person, direct)
    WHERE viewer = person OR (
      (SELECT u.last_seen_to = 'everyone' OR (u.last_seen_to = 'contacts' AND EXISTS (
          SELECT 1 FROM contacts c WHERE c.user_id = person AND c.contact_id = viewer))
        FROM users u WHERE u.id = person)
      AND (SELECT u.last_seen_to = 'everyone' OR (u.last_seen_to = 'contacts' AND EXISTS (
          SELECT 1 FROM contacts c WHERE c.user_id = viewer AND c.contact_id = person))
        FROM users u WHERE u.id = viewer)
      AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = person AND b.blocked_id = viewer)
      AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = viewer AND b.blocked_id = person)
      AND NOT EXISTS (SELECT 1 FROM chat_participants p WHERE p.chat_id = direct AND p.user_id = person AND p.request)
      -- Most people on a screen have a direct chat: that is two rows to look at instead of all that somebody is in.
      AND ((SELECT count(*) FROM chat_participants p
          WHERE p.chat_id = direct AND p.user_id IN (viewer, person) AND p.left_seq IS NULL) = 2
        OR EXISTS (
          SELECT 1 FROM chat_participants theirs JOIN chat_participants mine ON mine.chat_id = theirs.chat_id
          WHERE theirs.user_id = person AND theirs.left_seq IS NULL AND mine.user_id = viewer AND mine.left_seq IS NULL)))`
  return new Set(rows.map(sightKey))
}

import { SorokaError } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'
import { canRead, getView } from './view.ts'

export interface Reader {
  readonly user: UserId
  readonly at: number
}

/** How far after a message its readers' own messages are looked for: whoever writes has read. */
const LATER_ROWS = 1000

/**
 * Who has read a row, and when: the members whose read mark reaches it, in the order of the time. Nobody is named who
 * does not show what he reads, or to whoever does not show it himself, or who has not accepted the chat yet.
 * @throws SorokaError NOT_FOUND for a chat that he is not in, or a row outside his membership
 */
export async function findReaders(sql: Sql, user: UserId, chat: ChatId, seq: number): Promise<Reader[]> {
  const view = await getView(sql, chat, user)
  if (!view.isMember || !canRead(view, seq)) throw new SorokaError('NOT_FOUND')
  return sql<Reader[]>`
    WITH row AS (SELECT sender FROM messages WHERE chat_id = ${chat} AND seq = ${seq}),
    wrote AS MATERIALIZED (
      SELECT sender, min(at) AS at FROM messages
      WHERE chat_id = ${chat} AND seq > ${seq} AND seq <= ${seq + LATER_ROWS} GROUP BY sender)
    SELECT p.user_id AS user, coalesce(least(marked.at, wrote.at), (SELECT m.at FROM messages m
        WHERE m.chat_id = p.chat_id AND m.seq = p.read_seq))::float8 AS at
    FROM chat_participants p
    LEFT JOIN users u ON u.id = p.user_id
    LEFT JOIN wrote ON wrote.sender = p.user_id
    LEFT JOIN LATERAL (
      SELECT r.at FROM message_reads r WHERE r.chat_id = p.chat_id AND r.user_id = p.user_id AND r.up_to_seq >= ${seq}
      ORDER BY r.up_to_seq LIMIT 1) marked ON true
    WHERE p.chat_id = ${chat} AND p.left_seq IS NULL AND p.read_seq >= ${seq} AND NOT p.request
      AND p.user_id <> ${user} AND p.user_id <> (SELECT sender FROM row) AND coalesce(u.read_receipts, true)
      AND coalesce((SELECT mine.read_receipts FROM users mine WHERE mine.id = ${user}), true)
      AND NOT (SELECT me.request FROM chat_participants me WHERE me.chat_id = ${chat} AND me.user_id = ${user})
    ORDER BY 2, 1`
}

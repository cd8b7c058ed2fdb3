import { KIND } from '@soroka/protocol/records'
import type { ChatId, UserId } from '@soroka/protocol'
import type { Queries } from './queries.ts'

/** So far back from the end of the log do senders count as the latest, and so many of them. */
const LATEST_ROWS = 100
const LATEST_SENDERS = 5
/** What counts as a message (R15). */
const counting = [KIND.text, KIND.media, KIND.poll].join(',')

/** The newest message of a sender that somebody has read, and how many have. */
export interface ReadCount {
  readonly sender: UserId
  readonly upTo: number
  readonly readers: number
}

/** For the latest senders of a chat; who hides what he reads neither counts nor is told. */
export function countReaders(sql: Queries, chat: ChatId): Promise<ReadCount[]> {
  return sql<ReadCount[]>`
    WITH latest AS MATERIALIZED (
      SELECT m.sender, m.seq FROM chats c JOIN messages m ON m.chat_id = c.id AND m.seq > c.last_seq - ${LATEST_ROWS}
      WHERE c.id = ${chat} AND m.kind = ANY (string_to_array(${counting}, ',')::int2[])),
    readers AS MATERIALIZED (
      SELECT p.user_id, p.read_seq FROM chat_participants p JOIN users u ON u.id = p.user_id AND u.read_receipts
      WHERE p.chat_id = ${chat} AND p.left_seq IS NULL AND p.read_seq >= (SELECT min(seq) FROM latest)),
    told AS (
      SELECT l.sender, max(l.seq) AS up_to FROM latest l JOIN readers me ON me.user_id = l.sender
      WHERE EXISTS (SELECT 1 FROM readers r WHERE r.user_id <> l.sender AND r.read_seq >= l.seq)
      GROUP BY l.sender ORDER BY up_to DESC LIMIT ${LATEST_SENDERS})
    SELECT sender, up_to::float8 AS "upTo",
      (SELECT count(*) FROM readers r WHERE r.user_id <> sender AND r.read_seq >= up_to)::float8 AS readers
    FROM told`
}

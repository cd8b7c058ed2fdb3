import type { ChatId, UserId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'

/** Whether the others may learn that he types: he lets them, and no block or unanswered request stands between two. */
export async function mayShowTyping(sql: Sql, user: UserId, chat: ChatId): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM users u, chats c
    WHERE u.id = ${user} AND u.typing AND c.id = ${chat} AND (c.kind <> 'direct' OR NOT EXISTS (
      SELECT 1 FROM chat_participants p WHERE p.chat_id = c.id AND (p.request
        OR EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = p.user_id AND b.blocked_id = u.id)
        OR EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = u.id AND b.blocked_id = p.user_id))))`
  return rows.length > 0
}

import type { ChatId, UserId } from '@soroka/protocol'
import { chatTopic } from '../../platform/bus/index.ts'
import type { Topic } from '../../platform/bus/index.ts'
import type { Queries } from './queries.ts'

/** The topics of all chats that a person is in now. */
export async function findTopics(sql: Queries, user: UserId): Promise<Topic[]> {
  const rows = await sql<{ chat: ChatId }[]>`
    SELECT chat_id AS chat FROM chat_participants WHERE user_id = ${user} AND left_seq IS NULL`
  return rows.map((row) => chatTopic(row.chat))
}

/** The direct chats of a person. */
export async function findDirectChats(sql: Queries, user: UserId): Promise<ChatId[]> {
  const rows = await sql<{ chat: ChatId }[]>`
    SELECT p.chat_id AS chat FROM chat_participants p JOIN chats c ON c.id = p.chat_id
    WHERE p.user_id = ${user} AND p.left_seq IS NULL AND c.kind = 'direct'`
  return rows.map((row) => row.chat)
}

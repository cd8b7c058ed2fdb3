import { SorokaError } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { Profile } from '@soroka/protocol/contract'
import { nearTo, presentProfile, shownColumns } from '../users/index.ts'
import type { ShownRow } from '../users/index.ts'
import { findRole } from './locked-chat.ts'
import type { Queries } from './queries.ts'

/** Profiles of one page, and groups in common. */
const PAGE = 200

/**
 * Profiles of the members in the order of their ids, for a member.
 * @throws SorokaError NOT_FOUND
 */
export async function readMembers(
  sql: Queries,
  user: UserId,
  chat: ChatId,
  after: UserId | undefined,
): Promise<{ members: Profile[]; more: boolean }> {
  if ((await findRole(sql, chat, user)) === undefined) throw new SorokaError('NOT_FOUND')
  const rows = await sql<ShownRow[]>`
    SELECT ${shownColumns(sql)} FROM chat_participants p JOIN users u ON u.id = p.user_id ${nearTo(sql, user)}
    WHERE p.chat_id = ${chat} AND p.left_seq IS NULL AND p.user_id > ${after ?? ''}
    ORDER BY p.user_id LIMIT ${PAGE + 1}`
  const now = Date.now()
  return { members: rows.slice(0, PAGE).map((row) => presentProfile(row, now)), more: rows.length > PAGE }
}

/** Groups that both are in now, the busiest first. */
export async function readCommonGroups(sql: Queries, user: UserId, other: UserId): Promise<ChatId[]> {
  const rows = await sql<{ id: ChatId }[]>`
    SELECT c.id FROM chat_participants mine
    JOIN chat_participants theirs ON theirs.chat_id = mine.chat_id AND theirs.user_id = ${other}
      AND theirs.left_seq IS NULL
    JOIN chats c ON c.id = mine.chat_id AND c.kind = 'group'
    WHERE mine.user_id = ${user} AND mine.left_seq IS NULL
    ORDER BY c.last_at DESC, c.id LIMIT ${PAGE}`
  return rows.map((row) => row.id)
}

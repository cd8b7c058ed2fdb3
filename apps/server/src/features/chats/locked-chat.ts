import { SorokaError } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { Queries, Transaction } from './queries.ts'

export type RoleName = 'member' | 'admin' | 'owner'

const RANK: Readonly<Record<RoleName, number>> = { member: 1, admin: 2, owner: 3 }

/** A chat under its row lock, as one of its present members sees it. */
export interface LockedChat {
  readonly kind: 'direct' | 'group' | 'nest'
  readonly head: number
  readonly lastSeq: number
  readonly memberCount: number
  readonly role: RoleName
}

/**
 * Locks a chat and makes sure, under the lock, that this person is in it and has the role (R6, S6).
 * @throws SorokaError NOT_FOUND for who is no member, FORBIDDEN for a lower role
 */
export async function lockAs(tx: Transaction, chat: ChatId, user: UserId, least: RoleName): Promise<LockedChat> {
  const [locked] = await tx<Omit<LockedChat, 'role'>[]>`
    SELECT kind, head::float8, last_seq::float8 AS "lastSeq", member_count AS "memberCount"
    FROM chats WHERE id = ${chat} FOR UPDATE`
  // A statement of its own: its snapshot is taken once the lock is held.
  const role = await findRole(tx, chat, user)
  if (locked === undefined || role === undefined) throw new SorokaError('NOT_FOUND')
  if (RANK[role] < RANK[least]) throw new SorokaError('FORBIDDEN')
  return { ...locked, role }
}

/** The role of a present member. */
export async function findRole(sql: Queries, chat: ChatId, user: UserId): Promise<RoleName | undefined> {
  const [row] = await sql<{ role: RoleName }[]>`
    SELECT role FROM chat_participants WHERE chat_id = ${chat} AND user_id = ${user} AND left_seq IS NULL`
  return row?.role
}

import { limits } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { ISql } from 'postgres'
import { nearTo, shownColumns } from '../users/index.ts'
import type { ShownRow } from '../users/index.ts'

type Queries = ISql<{ bigint: number }>

/** Somebody on a list of mine, and since when. */
export interface Listed extends ShownRow {
  readonly at: number
}

export type Addition = 'added' | 'known' | 'nobody' | 'full'

/** My contacts by nickname. */
export function listContacts(sql: Queries, user: UserId): Promise<Listed[]> {
  return sql<Listed[]>`
    SELECT ${shownColumns(sql)}, c.at::float8 AS at
    FROM contacts c JOIN users u ON u.id = c.contact_id ${nearTo(sql, user)}
    WHERE c.user_id = ${user} ORDER BY u.nickname`
}

/** People whom I blocked, the last one first. */
export function listBlocks(sql: Queries, user: UserId): Promise<Listed[]> {
  return sql<Listed[]>`
    SELECT ${shownColumns(sql)}, b.at::float8 AS at
    FROM blocks b JOIN users u ON u.id = b.blocked_id ${nearTo(sql, user)}
    WHERE b.user_id = ${user} ORDER BY b.at DESC, u.id`
}

/** Makes the other writes to the lists of this person wait: they grow by one at a time, so their limits hold. */
export async function lockLists(tx: Queries, user: UserId): Promise<void> {
  await tx`SELECT id FROM users WHERE id = ${user} FOR NO KEY UPDATE`
}

/** Under lockLists. */
export async function addContact(tx: Queries, user: UserId, contact: UserId, at: number): Promise<Addition> {
  if (!(await exists(tx, contact))) return 'nobody'
  const [list] = await tx<{ size: number; known: boolean }[]>`
    SELECT count(*)::float8 AS size, coalesce(bool_or(contact_id = ${contact}), false) AS known
    FROM contacts WHERE user_id = ${user}`
  if (list?.known === true) return 'known'
  if ((list?.size ?? 0) >= limits.contacts) return 'full'
  await tx`INSERT INTO contacts (user_id, contact_id, at) VALUES (${user}, ${contact}, ${at})`
  return 'added'
}

/** Under lockLists. */
export async function addBlock(tx: Queries, user: UserId, blocked: UserId, at: number): Promise<Addition> {
  if (!(await exists(tx, blocked))) return 'nobody'
  const [list] = await tx<{ size: number; known: boolean }[]>`
    SELECT count(*)::float8 AS size, coalesce(bool_or(blocked_id = ${blocked}), false) AS known
    FROM blocks WHERE user_id = ${user}`
  if (list?.known === true) return 'known'
  if ((list?.size ?? 0) >= limits.blocks) return 'full'
  await tx`INSERT INTO blocks (user_id, blocked_id, at) VALUES (${user}, ${blocked}, ${at})`
  return 'added'
}

export async function removeContact(sql: Queries, user: UserId, contact: UserId): Promise<boolean> {
  const { count } = await sql`DELETE FROM contacts WHERE user_id = ${user} AND contact_id = ${contact}`
  return count > 0
}

export async function removeBlock(sql: Queries, user: UserId, blocked: UserId): Promise<boolean> {
  const { count } = await sql`DELETE FROM blocks WHERE user_id = ${user} AND blocked_id = ${blocked}`
  return count > 0
}

/**
 * Accepts the direct chat that this contact began, if it waits. The chat's row moves too: from now on my marks stand in
 * the other one's head.
 */
export async function acceptRequest(tx: Queries, user: UserId, chat: ChatId): Promise<boolean> {
  const waiting = await tx`
    SELECT 1 FROM chat_participants WHERE chat_id = ${chat} AND user_id = ${user} AND request AND left_seq IS NULL`
  if (waiting.length === 0) return false
  // The chat before its people: the order in which everybody locks.
  await tx`UPDATE chats SET changed_xid = pg_current_xact_id() WHERE id = ${chat}`
  const { count } = await tx`
    UPDATE chat_participants SET request = false, changed_xid = pg_current_xact_id()
    WHERE chat_id = ${chat} AND user_id = ${user} AND request`
  return count > 0
}

async function exists(tx: Queries, user: UserId): Promise<boolean> {
  return (await tx`SELECT 1 FROM users WHERE id = ${user}`).length > 0
}

import { SorokaError } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { Bus } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { tellLeft } from './announce.ts'
import { lockAs } from './locked-chat.ts'
import { endMemberships } from './members-write-repo.ts'
import type { Transaction } from './queries.ts'

export interface DropDependencies {
  readonly sql: Sql
  readonly bus: Bus
}

/**
 * Takes a group that this person left from his list, or a direct chat that a stranger began. What he may still read goes
 * with it; with the last person goes the group. A repeat answers that nothing was removed.
 * @throws SorokaError FORBIDDEN for a chat that he is in, NOT_FOUND
 */
export async function forgetChat({ sql, bus }: DropDependencies, user: UserId, chat: ChatId): Promise<boolean> {
  const removed = await sql.begin(async (tx) => {
    const [mine] = await tx<{ kind: string; left: boolean; request: boolean; head: number }[]>`
      SELECT c.kind, p.left_seq IS NOT NULL AS left, p.request, c.head::float8
      FROM chats c JOIN chat_participants p ON p.chat_id = c.id AND p.user_id = ${user}
      WHERE c.id = ${chat} FOR UPDATE OF c, p`
    if (mine === undefined) throw new SorokaError('NOT_FOUND')
    if (mine.kind === 'group') {
      if (!mine.left) throw new SorokaError('FORBIDDEN')
      await tx`DELETE FROM chat_participants WHERE chat_id = ${chat} AND user_id = ${user}`
      await tx`DELETE FROM chat_memberships WHERE chat_id = ${chat} AND user_id = ${user}`
      await tx`DELETE FROM call_participants WHERE chat_id = ${chat} AND user_id = ${user}`
      const others = await tx`SELECT 1 FROM chat_participants WHERE chat_id = ${chat} LIMIT 1`
      if (others.length === 0) await eraseChat(tx, chat)
    } else {
      if (mine.left) return false
      if (!mine.request) throw new SorokaError('FORBIDDEN')
      await endMemberships(tx, chat, [user], mine.head)
    }
    await noteGone(tx, chat, [user])
    return true
  })
  if (removed) tellLeft(bus, chat, [user])
  return removed
}

/**
 * Erases a group for everyone: its log, its keys, its people.
 * @throws SorokaError FORBIDDEN for all but its owner, NOT_FOUND
 */
export async function removeChat({ sql, bus }: DropDependencies, user: UserId, chat: ChatId): Promise<void> {
  const people = await sql.begin(async (tx) => {
    const locked = await lockAs(tx, chat, user, 'owner')
    if (locked.kind !== 'group') throw new SorokaError('FORBIDDEN')
    const rows = await tx<{ user: UserId }[]>`
      DELETE FROM chat_participants WHERE chat_id = ${chat} RETURNING user_id AS user`
    const users = rows.map((row) => row.user)
    await noteGone(tx, chat, users)
    await eraseChat(tx, chat)
    return users
  })
  tellLeft(bus, chat, people)
}

/** So that devices that are away hear of it with their next pass over the vector. */
async function noteGone(tx: Transaction, chat: ChatId, users: readonly UserId[]): Promise<void> {
  await tx`
    INSERT INTO chats_gone (user_id, chat_id, at)
    SELECT user_id, ${chat}, ${Date.now()} FROM unnest(string_to_array(${users.join(',')}, ',')) AS n (user_id)
    ON CONFLICT (user_id, chat_id) DO UPDATE SET at = excluded.at, changed_xid = pg_current_xact_id()`
}

/** Forgets what only a device would ask for that was away for longer than any session lives. */
export async function sweepGone(sql: Sql, before: number): Promise<void> {
  await sql`DELETE FROM chats_gone WHERE at < ${before}`
}

async function eraseChat(tx: Transaction, chat: ChatId): Promise<void> {
  await tx`
    WITH unnamed AS (DELETE FROM file_refs WHERE chat_id = ${chat} RETURNING file_id)
    UPDATE files f SET dropped_at = ${Date.now()}, waiting_since = NULL FROM unnamed u WHERE f.id = u.file_id`
  await tx`DELETE FROM messages WHERE chat_id = ${chat}`
  await tx`DELETE FROM message_reads WHERE chat_id = ${chat}`
  await tx`DELETE FROM message_reactions WHERE chat_id = ${chat}`
  await tx`DELETE FROM scheduled_messages WHERE chat_id = ${chat}`
  await tx`DELETE FROM call_participants WHERE chat_id = ${chat}`
  await tx`DELETE FROM calls WHERE chat_id = ${chat}`
  await tx`DELETE FROM epoch_boxes WHERE chat_id = ${chat}`
  await tx`DELETE FROM epochs WHERE chat_id = ${chat}`
  await tx`DELETE FROM chat_memberships WHERE chat_id = ${chat}`
  await tx`DELETE FROM chat_leaves WHERE chat_id = ${chat}`
  await tx`DELETE FROM chat_joins WHERE chat_id = ${chat}`
  await tx`DELETE FROM chat_invites WHERE chat_id = ${chat}`
  await tx`DELETE FROM chats WHERE id = ${chat}`
}

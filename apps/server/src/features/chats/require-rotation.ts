import type { ChatId, UserId } from '@soroka/protocol'
import type { RosterEntry } from '@soroka/protocol/records'
import { sql } from 'drizzle-orm'
import type { Queries as Database } from '../../platform/db/index.ts'
import type { Queries } from './queries.ts'

/**
 * Each chat of this person needs a new key before its next message (R8), in the transaction that gave him new ones. The
 * order of the locks is everybody's.
 * @returns those chats
 */
export async function requireRotation(tx: Database, user: UserId): Promise<ChatId[]> {
  const rows = await tx.execute<{ id: ChatId }>(sql`
    WITH mine AS (
      SELECT c.id FROM chats c
      WHERE c.id IN (SELECT chat_id FROM chat_participants WHERE user_id = ${user} AND left_seq IS NULL)
      ORDER BY c.id FOR UPDATE)
    UPDATE chats SET rotate_required = true, changed_xid = pg_current_xact_id()
    FROM mine WHERE chats.id = mine.id RETURNING chats.id`)
  return rows.map(({ id }) => id)
}

/**
 * Whether a member has a newer key than a roster names, under the identity that it names. Under the lock of the chat: a key
 * that is sealed to an older one would reach a device that was revoked meanwhile.
 */
export async function haveNewerKeys(db: Queries, roster: readonly RosterEntry[]): Promise<boolean> {
  const users = roster.map(({ user }) => user).join(',')
  const gens = roster.map(({ pukGen }) => pukGen).join(',')
  const rows = await db`
    SELECT 1 FROM unnest(string_to_array(${users}, ','), string_to_array(${gens}, ',')::int[]) AS named (id, gen)
    JOIN users u ON u.id = named.id WHERE u.puk_gen > named.gen AND u.puk_since <= named.gen LIMIT 1`
  return rows.length > 0
}

import { createHash } from 'node:crypto'
import type { UserId } from '@soroka/protocol'
import { sql } from 'drizzle-orm'
import type { Queries } from '../../platform/db/index.ts'

/** What goes with an account: all that is of one person alone, by the column that names him. */
export const erased: readonly (readonly [table: string, column: string])[] = [
  ['user_photos', 'user_id'],
  ['credentials', 'user_id'],
  ['account_blobs', 'user_id'],
  ['device_boxes', 'user_id'],
  ['second_factors', 'user_id'],
  ['backup_codes', 'user_id'],
  ['device_links', 'user_id'],
  ['passkeys', 'user_id'],
  ['vault_entries', 'user_id'],
  ['tickets', 'user_id'],
  ['contacts', 'user_id'],
  ['contacts', 'contact_id'],
  ['blocks', 'user_id'],
  ['blocks', 'blocked_id'],
  ['notify_settings', 'user_id'],
  ['push_devices', 'user_id'],
  ['push_outbox', 'user_id'],
  ['push_shown', 'user_id'],
  ['push_epochs', 'user_id'],
  ['push_focus', 'user_id'],
  ['presence_last_seen', 'user_id'],
  ['epoch_boxes', 'user_id'],
  ['scheduled_messages', 'sender'],
  ['chat_joins', 'user_id'],
  ['chats_gone', 'user_id'],
  ['first_met', 'user_id'],
  ['first_met', 'other_id'],
  ['report_voices', 'reporter_id'],
]

/** What stays, and why. */
export const kept: readonly (readonly [table: string, column: string, why: string])[] = [
  ['users', 'id', 'without its address, name and photo: others see who wrote what they have, as a deleted account'],
  ['nickname_looks', 'user_id', 'for ninety days nobody else is called so; it names nobody any more'],
  ['user_chain', 'user_id', 'others verify by it what he signed'],
  ['devices', 'user_id', 'copies of what the chain says'],
  ['sessions', 'user_id', 'ended; swept after thirty days'],
  ['auth_flows', 'user_id', 'they lead nowhere any more, and are swept within a day'],
  ['chat_participants', 'user_id', 'the signed rosters of his chats name him until a member takes him out'],
  ['chat_memberships', 'user_id', 'they say which rows were his to read'],
  ['chat_leaves', 'user_id', 'signed; the next epoch carries them out'],
  ['messages', 'sender', 'sealed; they belong to those who have them'],
  ['message_reads', 'user_id', 'marks that others were shown'],
  ['message_reactions', 'user_id', 'an index of sealed reactions'],
  ['calls', 'started_by', 'calls that others were in'],
  ['call_participants', 'user_id', 'calls that others were in'],
  ['files', 'owner', 'sealed; they live as long as a message names them'],
  ['place_invites', 'made_by', 'links that the desk gave out'],
  ['reports', 'author_id', 'what others reported stays until thirty days after the desk has closed it'],
  ['reports', 'closed_by', 'who decided'],
  ['audit_log', 'actor_id', 'append-only'],
  ['audit_log', 'target_id', 'append-only'],
]

/**
 * Takes away what is of this person alone, in the caller's transaction, which ends his sessions too. What others have
 * of him stays with them, sealed. The address is free again, the nickname after ninety days.
 */
export async function eraseAccount(tx: Queries, user: UserId, at: number): Promise<void> {
  for (const [table, column] of erased)
    await tx.execute(sql`DELETE FROM ${sql.identifier(table)} WHERE ${sql.identifier(column)} = ${user}`)
  // No address looks like this, so it signs nobody in.
  const mark = createHash('sha256').update(user).digest('hex').slice(0, 20)
  await tx.execute(sql`UPDATE nickname_looks SET freed_at = ${at} WHERE user_id = ${user} AND freed_at IS NULL`)
  await tx.execute(sql`
    UPDATE users SET email = ${`deleted/${user}`}, nickname = ${`deleted_${mark}`}, photo = NULL, role = 'member',
      name = CASE locale WHEN 'ru' THEN 'Удалённый аккаунт' ELSE 'Deleted account' END,
      find_by_email = false, last_seen_to = 'nobody', read_receipts = false, typing = false, groups_from = 'nobody',
      about = NULL, phone = NULL, status = NULL, photo_to = 'nobody', about_to = 'nobody', phone_to = 'nobody',
      status_to = 'nobody', write_from = 'nobody', call_from = 'nobody', find_by_nickname = false, find_by_phone = false,
      recovery_saved_at = NULL, suspended_at = ${at}, deleted_at = ${at}
    WHERE id = ${user}`)
}

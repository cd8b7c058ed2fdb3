import type { ChatId, UserId } from '@soroka/protocol'
import { encodeLeave } from '@soroka/protocol/records'
import type { Leave } from '@soroka/protocol/records'
import type { Transaction } from './queries.ts'

export async function insertLeave(tx: Transaction, chat: ChatId, user: UserId, leave: Buffer, at: number) {
  await tx`
    INSERT INTO chat_leaves (chat_id, user_id, leave, at) VALUES (${chat}, ${user}, ${leave}, ${at})
    ON CONFLICT (chat_id, user_id) DO UPDATE SET leave = excluded.leave, at = excluded.at`
}

/** Whether each of these is a leave that its signer brought himself and that nobody has carried out. */
export async function areStored(tx: Transaction, chat: ChatId, leaves: readonly Leave[]): Promise<boolean> {
  if (leaves.length === 0) return true
  const users = leaves.map((leave) => leave.user).join(',')
  const rows = await tx<{ user: UserId; leave: Buffer }[]>`
    SELECT user_id AS user, leave FROM chat_leaves
    WHERE chat_id = ${chat} AND user_id = ANY (string_to_array(${users}, ','))`
  const stored = new Map(rows.map((row) => [row.user, row.leave]))
  return leaves.every((leave) => stored.get(leave.user)?.equals(encodeLeave(leave)) === true)
}

export async function deleteLeaves(tx: Transaction, chat: ChatId, users: readonly UserId[]): Promise<void> {
  if (users.length === 0) return
  await tx`
    DELETE FROM chat_leaves WHERE chat_id = ${chat} AND user_id = ANY (string_to_array(${users.join(',')}, ','))`
}

/** Whether somebody else than these waits to be let go. */
export async function othersLeave(tx: Transaction, chat: ChatId, dropped: readonly UserId[]): Promise<boolean> {
  const rows = await tx`
    SELECT 1 FROM chat_leaves
    WHERE chat_id = ${chat} AND user_id <> ALL (string_to_array(${dropped.join(',')}, ',')) LIMIT 1`
  return rows.length > 0
}

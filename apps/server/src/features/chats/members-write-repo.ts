import type { ChatId, UserId } from '@soroka/protocol'
import { ROLE } from '@soroka/protocol/records'
import type { Role, RosterEntry } from '@soroka/protocol/records'
import type { RoleName } from './locked-chat.ts'
import type { Transaction } from './queries.ts'

const NAMES: Readonly<Record<Role, RoleName>> = {
  [ROLE.member]: 'member',
  [ROLE.admin]: 'admin',
  [ROLE.owner]: 'owner',
}
export const roleName = (role: Role): RoleName => NAMES[role]

/** Where a newcomer's membership begins: rows above the seq, boxes from the epoch on. */
export interface Beginning {
  readonly seq: number
  readonly epoch: number
}

/** Lets people in, for the first time or again. What was said before them counts as read. */
export async function beginMemberships(
  tx: Transaction,
  chat: ChatId,
  entries: readonly Pick<RosterEntry, 'user' | 'role'>[],
  from: Beginning,
): Promise<void> {
  if (entries.length === 0) return
  const users = entries.map((entry) => entry.user).join(',')
  const roles = entries.map((entry) => roleName(entry.role)).join(',')
  await tx`
    INSERT INTO chat_participants AS p (chat_id, user_id, role, joined_seq, delivered_seq, read_seq, read_count)
    SELECT c.id, n.user_id, n.role, ${from.seq}, c.last_seq, c.last_seq, c.msg_count
    FROM chats c, unnest(string_to_array(${users}, ','), string_to_array(${roles}, ',')) AS n (user_id, role)
    WHERE c.id = ${chat}
    ON CONFLICT (chat_id, user_id) DO UPDATE SET role = excluded.role, joined_seq = excluded.joined_seq,
      left_seq = NULL, delivered_seq = excluded.delivered_seq, read_seq = excluded.read_seq,
      read_count = excluded.read_count, mention_seq = 0, request = false, changed_xid = pg_current_xact_id()
      WHERE p.left_seq IS NOT NULL`
  // A second stay may begin where the first did: with history on it is one long stay.
  await tx`
    INSERT INTO chat_memberships (chat_id, user_id, from_seq, from_epoch)
    SELECT ${chat}, user_id, ${from.seq}, ${from.epoch} FROM unnest(string_to_array(${users}, ',')) AS n (user_id)
    ON CONFLICT (chat_id, user_id, from_epoch) DO UPDATE SET from_seq = excluded.from_seq, to_seq = NULL, to_epoch = NULL`
  await tx`
    DELETE FROM chats_gone WHERE chat_id = ${chat} AND user_id = ANY (string_to_array(${users}, ','))`
}

/**
 * Ends memberships: rows up to the end of the log, boxes up to an epoch (R23). Who has left already stays as he is.
 * Answers whose membership ended now.
 */
export async function endMemberships(
  tx: Transaction,
  chat: ChatId,
  users: readonly UserId[],
  lastEpoch: number,
): Promise<UserId[]> {
  if (users.length === 0) return []
  const ended = await tx<{ user: UserId }[]>`
    UPDATE chat_participants p SET left_seq = c.last_seq, changed_xid = pg_current_xact_id()
    FROM chats c WHERE c.id = ${chat} AND p.chat_id = c.id AND p.left_seq IS NULL
      AND p.user_id = ANY (string_to_array(${users.join(',')}, ','))
    RETURNING p.user_id AS user`
  await tx`
    UPDATE chat_memberships m SET to_seq = c.last_seq, to_epoch = ${lastEpoch}
    FROM chats c WHERE c.id = ${chat} AND m.chat_id = c.id AND m.to_seq IS NULL
      AND m.user_id = ANY (string_to_array(${users.join(',')}, ','))`
  // The sweep puts them out of the call that runs there: it looks at what is due.
  await tx`UPDATE calls SET deadline = 0 WHERE chat_id = ${chat} AND ended_at IS NULL`
  return ended.map((row) => row.user)
}

export async function setRoles(
  tx: Transaction,
  chat: ChatId,
  entries: readonly Pick<RosterEntry, 'user' | 'role'>[],
): Promise<void> {
  if (entries.length === 0) return
  await tx`
    UPDATE chat_participants p SET role = n.role
    FROM unnest(string_to_array(${entries.map((entry) => entry.user).join(',')}, ','),
      string_to_array(${entries.map((entry) => roleName(entry.role)).join(',')}, ',')) AS n (user_id, role)
    WHERE p.chat_id = ${chat} AND p.user_id = n.user_id`
}

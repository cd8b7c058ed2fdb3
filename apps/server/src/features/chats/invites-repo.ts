import type { ChatId } from '@soroka/protocol'
import type { Invite } from '@soroka/protocol/records'
import type { Queries, Transaction } from './queries.ts'

export interface StoredInvite {
  readonly approval: boolean
  readonly card: Buffer | null
  readonly memberCount: number
  /** Neither expired nor used up. */
  readonly holds: boolean
}

/** A link of a group, whether it still holds or not. */
export async function findInvite(
  sql: Queries,
  chat: ChatId,
  pub: Buffer,
  at: number,
): Promise<StoredInvite | undefined> {
  const [row] = await sql<StoredInvite[]>`
    SELECT i.approval, i.card, c.member_count AS "memberCount",
      (i.expires_at = 0 OR i.expires_at > ${at}) AND (i.max_uses = 0 OR i.uses < i.max_uses) AS holds
    FROM chat_invites i JOIN chats c ON c.id = i.chat_id WHERE i.chat_id = ${chat} AND i.pub = ${pub}`
  return row
}

export function listInvites(sql: Queries, chat: ChatId): Promise<{ pub: Buffer; uses: number }[]> {
  return sql<{ pub: Buffer; uses: number }[]>`
    SELECT pub, uses FROM chat_invites WHERE chat_id = ${chat} ORDER BY pub LIMIT 100`
}

/** Counts uses under the lock of the chat; false if the link does not hold for so many. */
export async function spendInvite(
  tx: Transaction,
  chat: ChatId,
  pub: Buffer,
  times: number,
  at: number,
): Promise<boolean> {
  const used = await tx`
    UPDATE chat_invites SET uses = uses + ${times}
    WHERE chat_id = ${chat} AND pub = ${pub} AND (expires_at = 0 OR expires_at > ${at})
      AND (max_uses = 0 OR uses + ${times} <= max_uses) RETURNING 1`
  return used.length > 0
}

/** The links are those of the signed epoch; with a revoked one go the people who wait by it. */
export async function syncInvites(tx: Transaction, chat: ChatId, invites: readonly Invite[]): Promise<void> {
  const pubs = invites.map((invite) => Buffer.from(invite.pub).toString('hex')).join(',')
  await tx`
    DELETE FROM chat_invites
    WHERE chat_id = ${chat} AND encode(pub, 'hex') <> ALL (string_to_array(${pubs}, ','))`
  await tx`
    DELETE FROM chat_joins
    WHERE chat_id = ${chat} AND encode(pub, 'hex') <> ALL (string_to_array(${pubs}, ','))`
  for (const { pub, expiresAt, maxUses, approval } of invites)
    await tx`
      INSERT INTO chat_invites (chat_id, pub, expires_at, max_uses, approval)
      VALUES (${chat}, ${Buffer.from(pub)}, ${expiresAt}, ${maxUses}, ${approval})
      ON CONFLICT (chat_id, pub) DO UPDATE SET expires_at = excluded.expires_at, max_uses = excluded.max_uses,
        approval = excluded.approval`
}

/** False if the group has no such link. */
export async function setInviteCard(tx: Transaction, chat: ChatId, pub: Buffer, card: Buffer): Promise<boolean> {
  const set = await tx`UPDATE chat_invites SET card = ${card} WHERE chat_id = ${chat} AND pub = ${pub} RETURNING 1`
  return set.length > 0
}

import type { ChatId, UserId } from '@soroka/protocol'
import type { Queries, Transaction } from './queries.ts'

export interface StoredJoin {
  readonly user: UserId
  readonly pub: Buffer
  readonly refused: boolean
}

/** Which of these people asked to be let in. */
export function findJoins(sql: Queries, chat: ChatId, users: readonly UserId[]): Promise<StoredJoin[]> {
  return sql<StoredJoin[]>`
    SELECT user_id AS user, pub, refused_at IS NOT NULL AS refused FROM chat_joins
    WHERE chat_id = ${chat} AND user_id = ANY (string_to_array(${users.join(',')}, ','))`
}

export interface NewJoin {
  readonly chat: ChatId
  readonly user: UserId
  readonly pub: Buffer
  readonly proof: Buffer
  readonly at: number
}

/** Keeps what somebody asks; his newest link counts. False if he was refused for this one. */
export async function putJoin(tx: Transaction, { chat, user, pub, proof, at }: NewJoin): Promise<boolean> {
  const put = await tx`
    INSERT INTO chat_joins AS j (chat_id, user_id, pub, proof, at) VALUES (${chat}, ${user}, ${pub}, ${proof}, ${at})
    ON CONFLICT (chat_id, user_id) DO UPDATE SET pub = excluded.pub, proof = excluded.proof, at = excluded.at,
      refused_at = NULL
      WHERE j.refused_at IS NULL OR j.pub <> excluded.pub
    RETURNING 1`
  return put.length > 0
}

export async function countJoins(tx: Transaction, chat: ChatId): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    SELECT count(*)::int4 AS count FROM chat_joins WHERE chat_id = ${chat} AND refused_at IS NULL`
  return row?.count ?? 0
}

/** False if nobody of that id waits. */
export async function refuse(tx: Transaction, chat: ChatId, user: UserId, at: number): Promise<boolean> {
  const refused = await tx`
    UPDATE chat_joins SET refused_at = ${at}
    WHERE chat_id = ${chat} AND user_id = ${user} AND refused_at IS NULL RETURNING 1`
  return refused.length > 0
}

/** Takes back what somebody asked; what was refused stays refused. */
export async function withdraw(tx: Transaction, chat: ChatId, user: UserId): Promise<boolean> {
  const gone = await tx`
    DELETE FROM chat_joins WHERE chat_id = ${chat} AND user_id = ${user} AND refused_at IS NULL RETURNING 1`
  return gone.length > 0
}

/** Who is in waits no more. */
export async function deleteJoins(tx: Transaction, chat: ChatId, users: readonly UserId[]): Promise<void> {
  if (users.length === 0) return
  await tx`
    DELETE FROM chat_joins WHERE chat_id = ${chat} AND user_id = ANY (string_to_array(${users.join(',')}, ','))`
}

import { limits, SorokaError } from '@soroka/protocol'
import type { ChatId, NotifyLevel, UserId } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import type { DownFrame } from '@soroka/protocol/frames'
import { userTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { tellChanged, tellChangedForMe, tellJoined } from './announce.ts'
import { getChat } from './list.ts'
import { lockAs } from './locked-chat.ts'

export interface RequestDependencies {
  readonly sql: Sql
  readonly bus: Bus
}

/**
 * Accepts the direct chat that a stranger began, and keeps him as a contact. Again changes nothing.
 * @throws SorokaError NOT_FOUND, LIMIT_REACHED with a full list of contacts
 */
export async function acceptRequest(deps: RequestDependencies, user: UserId, chat: ChatId): Promise<ChatHead> {
  const accepted = await deps.sql.begin(async (tx) => {
    // His list grows by one at a time, so its limit holds; the list before the chat, as whoever adds a contact locks.
    await tx`SELECT id FROM users WHERE id = ${user} FOR NO KEY UPDATE`
    await lockAs(tx, chat, user, 'member')
    const cleared = await tx`
      UPDATE chat_participants SET request = false, changed_xid = pg_current_xact_id()
      WHERE chat_id = ${chat} AND user_id = ${user} AND request RETURNING 1`
    if (cleared.length === 0) return false
    await tx`UPDATE chats SET changed_xid = pg_current_xact_id() WHERE id = ${chat}`
    const [list] = await tx<{ full: boolean }[]>`
      SELECT count(*) >= ${limits.contacts} AND count(*) FILTER (WHERE contact_id IN (
        SELECT user_id FROM chat_participants WHERE chat_id = ${chat})) = 0 AS full
      FROM contacts WHERE user_id = ${user}`
    if (list?.full === true) throw new SorokaError('LIMIT_REACHED', { limit: limits.contacts })
    await tx`
      INSERT INTO contacts (user_id, contact_id, at)
      SELECT ${user}, user_id, ${Date.now()} FROM chat_participants WHERE chat_id = ${chat} AND user_id <> ${user}
      ON CONFLICT DO NOTHING`
    return true
  })
  if (accepted) {
    tellChanged(deps.bus, chat)
    deps.bus.publish(userTopic(user), { frame: JSON.stringify({ t: 'contacts.changed' } satisfies DownFrame) })
    // From now on the stranger sees whether he is here.
    deps.bus.publish('privacy', { between: [user] })
  }
  return getChat(deps.sql, user, chat)
}

/** A request that was dropped is a chat again when its receiver himself writes to that person. */
export async function takeUpAgain(deps: RequestDependencies, chat: ChatId, user: UserId): Promise<void> {
  const taken = await deps.sql.begin(async (tx) => {
    const [locked] = await tx`SELECT 1 FROM chats WHERE id = ${chat} AND kind = 'direct' FOR UPDATE`
    if (locked === undefined) return false
    const back = await tx`
      UPDATE chat_participants SET left_seq = NULL, request = false, changed_xid = pg_current_xact_id()
      WHERE chat_id = ${chat} AND user_id = ${user} AND left_seq IS NOT NULL RETURNING 1`
    if (back.length === 0) return false
    await tx`
      UPDATE chat_memberships SET to_seq = NULL, to_epoch = NULL WHERE chat_id = ${chat} AND user_id = ${user}`
    await tx`UPDATE chats SET changed_xid = pg_current_xact_id() WHERE id = ${chat}`
    await tx`DELETE FROM chats_gone WHERE chat_id = ${chat} AND user_id = ${user}`
    return true
  })
  if (taken) tellJoined(deps.bus, chat, [user])
}

/** What a member may set of a chat for himself alone. */
type OwnColumns = { readonly muted_until: number } | { readonly level: NotifyLevel | null }

/** @throws SorokaError NOT_FOUND */
export async function setForMe(
  { sql, bus }: RequestDependencies,
  user: UserId,
  chat: ChatId,
  columns: OwnColumns,
): Promise<ChatHead> {
  const set = await sql`
    UPDATE chat_participants SET ${sql(columns)}, changed_xid = pg_current_xact_id()
    WHERE chat_id = ${chat} AND user_id = ${user} AND left_seq IS NULL RETURNING 1`
  if (set.length === 0) throw new SorokaError('NOT_FOUND')
  tellChangedForMe(bus, chat, user)
  return getChat(sql, user, chat)
}

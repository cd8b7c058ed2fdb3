import { limits, SorokaError } from '@soroka/protocol'
import type { ChatId, UserId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'
import type { Transaction } from './queries.ts'

const day = 86_400_000

/** Somebody who begins something with people, and what. */
export interface Beginning {
  readonly by: UserId
  readonly chat: ChatId
  readonly what: 'chat' | 'group'
  readonly others: readonly UserId[]
  /** For how many days an account is new, until somebody said otherwise at the desk. */
  readonly days: number
  readonly at: number
}

/**
 * Counts the people whom a new account writes to or puts into a group although they don't know it (P194), in the
 * transaction that does it. Who came by an invite of the desk, or runs the server, is not new. What was counted once is
 * not counted again, so a repeat passes.
 * @throws SorokaError NEWCOMER_LIMIT with `retryAfter` in seconds
 */
export async function countFirstMet(tx: Transaction, beginning: Beginning): Promise<void> {
  const { by, chat, what, others, at } = beginning
  const [me] = await tx<{ until: number; free: boolean }[]>`
    SELECT (u.created_at + coalesce((SELECT newcomer_days FROM place), ${beginning.days}) * ${day})::float8 AS until,
      u.vouched OR u.role <> 'member' AS free
    FROM users u WHERE u.id = ${by}`
  if (me === undefined || me.free || me.until <= at) return
  // Of many at once each counts those before it.
  await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`newcomer ${by}`}, 0))`
  const met = await tx`
    INSERT INTO first_met (user_id, chat_id, other_id, what, at)
    SELECT ${by}, ${chat}, asked, ${what}, ${at} FROM unnest(string_to_array(${others.join(',')}, ',')) AS asked
    WHERE asked <> ${by} AND NOT EXISTS (SELECT 1 FROM contacts k WHERE k.user_id = asked AND k.contact_id = ${by})
    ON CONFLICT DO NOTHING RETURNING 1`
  if (met.length === 0) return
  const most = what === 'chat' ? limits.newcomerChats : limits.newcomerGroup
  const [lately] = await tx<{ n: number; first: number }[]>`
    SELECT count(*)::float8 AS n, min(at)::float8 AS first FROM first_met
    WHERE user_id = ${by} AND what = ${what} AND at > ${at - day}`
  if (lately !== undefined && lately.n > most) throw tooMany(Math.min(lately.first + day, me.until) - at)
  if (what === 'chat' && (await unanswered(tx, by)) >= limits.newcomerWaiting) throw tooMany(me.until - at)
}

/** People who have not said yet whether they want to hear from him. */
async function unanswered(tx: Transaction, by: UserId): Promise<number> {
  const [row] = await tx<{ n: number }[]>`
    SELECT count(*)::float8 AS n FROM first_met f
    JOIN chat_participants p ON p.chat_id = f.chat_id AND p.user_id = f.other_id AND p.request
    WHERE f.user_id = ${by} AND f.what = 'chat'`
  return row?.n ?? 0
}

const tooMany = (ms: number): SorokaError =>
  new SorokaError('NEWCOMER_LIMIT', { retryAfter: Math.max(1, Math.ceil(ms / 1000)) })

/** Nobody is new for longer than a month. */
export async function sweepFirstMet(sql: Sql, now: number): Promise<void> {
  await sql`DELETE FROM first_met WHERE at < ${now - 31 * day}`
}

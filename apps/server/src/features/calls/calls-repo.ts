import type { CallId, ChatId, LinkId, UserId } from '@soroka/protocol'
import type { TransactionSql } from 'postgres'
import type { Sql } from '../../platform/db/index.ts'
import { outcomesOf } from './call-outcomes.ts'
import { deadlineOf } from './live-call.ts'
import type { LiveCall } from './live-call.ts'

type Transaction = TransactionSql<{ bigint: number }>

/** A call under its row lock, as one person stands to it. */
export interface LockedCall {
  readonly live: LiveCall
  /** His role in the chat; null: he is not in it. */
  readonly role: 'member' | 'admin' | 'owner' | null
  /** Who may write in the chat, as the persist functions read it: 1 is everybody. */
  readonly writeWho: number
  /** People of the call who are not in the chat any more. */
  readonly gone: readonly UserId[]
}

interface Row extends Omit<LockedCall, 'gone'> {
  readonly gone: string | null
}

/** Locks the call with this id. */
export async function lockCall(tx: Transaction, id: CallId, user: UserId): Promise<LockedCall | undefined> {
  const [row] = await tx<Row[]>`SELECT ${columns(tx, user)} WHERE c.id = ${id} FOR UPDATE OF c`
  return row === undefined ? undefined : toLocked(row)
}

/** Locks the call to which this link leads. */
export async function lockLinked(tx: Transaction, link: LinkId): Promise<LockedCall | undefined> {
  const [row] = await tx<Row[]>`SELECT ${columns(tx, '' as UserId)} WHERE c.link_id = ${link} FOR UPDATE OF c`
  return row === undefined ? undefined : toLocked(row)
}

/** The call to which this link leads. */
export async function findLinked(sql: Sql, link: LinkId): Promise<LiveCall | undefined> {
  const [row] = await sql<{ live: LiveCall }[]>`SELECT live FROM calls WHERE link_id = ${link}`
  return row?.live
}

/** A call for one of its guests, whom his token names. */
export async function findForGuest(sql: Sql, call: CallId): Promise<LiveCall | undefined> {
  const [row] = await sql<{ live: LiveCall }[]>`SELECT live FROM calls WHERE id = ${call}`
  return row?.live
}

/** Locks the call that runs in a chat. */
export async function lockRunning(tx: Transaction, chat: ChatId, user: UserId): Promise<LockedCall | undefined> {
  const [row] = await tx<Row[]>`
    SELECT ${columns(tx, user)} WHERE c.chat_id = ${chat} AND c.ended_at IS NULL FOR UPDATE OF c`
  return row === undefined ? undefined : toLocked(row)
}

/** Locks a call whose deadline has come, unless another node has it or it moved on. */
export async function lockDue(tx: Transaction, id: CallId, now: number): Promise<LockedCall | undefined> {
  const [row] = await tx<Row[]>`
    SELECT ${columns(tx, '' as UserId)}
    WHERE c.id = ${id} AND c.ended_at IS NULL AND c.deadline <= ${now} FOR UPDATE OF c SKIP LOCKED`
  return row === undefined ? undefined : toLocked(row)
}

export async function findDue(sql: Sql, now: number, limit: number): Promise<CallId[]> {
  const rows = await sql<{ id: CallId }[]>`
    SELECT id FROM calls WHERE ended_at IS NULL AND deadline <= ${now} ORDER BY deadline LIMIT ${limit}`
  return rows.map(({ id }) => id)
}

/** Looks at a call later, so that one that can't be stored keeps no other. */
export async function postpone(sql: Sql, id: CallId, until: number): Promise<void> {
  await sql`UPDATE calls SET deadline = ${until} WHERE id = ${id} AND ended_at IS NULL`
}

function columns(tx: Transaction, user: UserId) {
  return tx`
    c.live, p.role, coalesce(h.write_who, 1)::int4 AS "writeWho",
    (SELECT string_agg(m->>'user', ',') FROM jsonb_array_elements(c.live->'members') m
     WHERE m->>'state' <> 'removed' AND NOT EXISTS (SELECT 1 FROM chat_participants o
       WHERE o.chat_id = c.chat_id AND o.user_id = m->>'user' AND o.left_seq IS NULL)) AS gone
    FROM calls c LEFT JOIN chats h ON h.id = c.chat_id
    LEFT JOIN chat_participants p ON p.chat_id = c.chat_id AND p.user_id = ${user} AND p.left_seq IS NULL`
}

const toLocked = ({ gone, ...row }: Row): LockedCall => ({
  ...row,
  gone: (gone ?? '').split(',').filter(Boolean) as UserId[],
})

/** False where a call runs in the chat already, or one has this id. */
export async function insertCall(tx: Transaction, call: LiveCall, afterSeq: number): Promise<boolean> {
  const { count } = await tx`
    INSERT INTO calls (id, chat_id, started_by, video, at, after_seq, deadline, live)
    VALUES (${call.id}, ${call.chat}, ${call.by}, ${call.video}, ${call.at}, ${afterSeq}, ${deadlineOf(call)},
      ${tx.json(jsonOf(call))})
    ON CONFLICT DO NOTHING`
  return count > 0
}

/** Stores a call that runs, or ran until now: then the history gets its lines with the same commit. */
export async function storeCall(tx: Transaction, call: LiveCall): Promise<void> {
  await tx`
    UPDATE calls SET live = ${tx.json(jsonOf(call))}, deadline = ${deadlineOf(call)}, ended_at = ${call.ended?.at ?? null},
      link_id = ${call.link?.id ?? null}
    WHERE id = ${call.id}`
  if (call.ended === null) return
  await tx`
    INSERT INTO call_participants (user_id, call_id, chat_id, at, outcome, came_at, duration, seen)
    SELECT o."user", ${call.id}, ${call.chat}, ${call.at}, o.outcome, o."cameAt", o.duration,
      o.outcome <> 'missed' OR o."cameAt" IS NOT NULL
    FROM jsonb_to_recordset(${tx.json(outcomesOf(call).map((one) => ({ ...one })))})
      AS o ("user" text, outcome text, "cameAt" bigint, duration bigint)`
}

type Json = Parameters<Transaction['json']>[0]
const jsonOf = (call: LiveCall): Json => call as unknown as Json

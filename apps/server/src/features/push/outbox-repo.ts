import type { CallId, ChatId, DeviceId, PushKind, UserId } from '@soroka/protocol'
import type { Queries } from './queries.ts'
import type { Thing } from './things.ts'

/** Something that waits to be sent to a device. */
export interface Waiting {
  readonly user: UserId
  readonly device: DeviceId
  readonly thing: Thing
  readonly kind: Exclude<PushKind, 'test'>
  readonly chat: ChatId
  readonly seq: number | null
  readonly call: CallId | null
  /** When it happened, and until when it is of use. */
  readonly at: number
  readonly until: number
  readonly dueAt: number
}

/** What was taken; `version` tells whether something newer took its place meanwhile. */
export interface Taken extends Omit<Waiting, 'dueAt'> {
  readonly version: number
  readonly tries: number
}

/** Who takes something has so long to be done with it; then the next node may. */
const LEASE_MS = 60_000

/** Puts things where they wait, each of them once for a device; a mention stays one whatever comes after it. */
export async function putWaiting(sql: Queries, waiting: readonly Waiting[]): Promise<void> {
  if (waiting.length === 0) return
  const column = (pick: (one: Waiting) => string | number | null) => waiting.map((one) => pick(one) ?? '-').join(',')
  await sql`
    INSERT INTO push_outbox (user_id, device_id, thing, kind, chat_id, seq, call_id, at, until, due_at)
    SELECT * FROM unnest(
      string_to_array(${column(({ user }) => user)}, ','), string_to_array(${column(({ device }) => device)}, ','),
      string_to_array(${column(({ thing }) => thing)}, ','), string_to_array(${column(({ kind }) => kind)}, ','),
      string_to_array(${column(({ chat }) => chat)}, ','), string_to_array(${column(({ seq }) => seq)}, ',', '-')::int8[],
      string_to_array(${column(({ call }) => call)}, ',', '-'), string_to_array(${column(({ at }) => at)}, ',')::int8[],
      string_to_array(${column(({ until }) => until)}, ',')::int8[],
      string_to_array(${column(({ dueAt }) => dueAt)}, ',')::int8[])
    ORDER BY 1, 2, 3
    ON CONFLICT (user_id, device_id, thing) DO UPDATE SET
      kind = CASE WHEN push_outbox.kind = 'mention' AND push_outbox.tries = 0 THEN push_outbox.kind ELSE excluded.kind END,
      seq = excluded.seq, at = excluded.at, until = excluded.until, version = push_outbox.version + 1,
      -- Where the push service does not answer, a newer message is no reason to ask it sooner.
      due_at = CASE WHEN push_outbox.tries > 0 THEN push_outbox.due_at ELSE excluded.due_at END`
}

/** Takes what is due, for as long as the lease. */
export function takeDue(sql: Queries, now: number, limit: number): Promise<Taken[]> {
  return sql<Taken[]>`
    WITH due AS (
      SELECT user_id, device_id, thing FROM push_outbox WHERE due_at <= ${now}
      ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    UPDATE push_outbox o SET due_at = ${now + LEASE_MS} FROM due
    WHERE o.user_id = due.user_id AND o.device_id = due.device_id AND o.thing = due.thing
    RETURNING o.user_id AS user, o.device_id AS device, o.thing, o.kind, o.chat_id AS chat, o.seq::float8 AS seq,
      o.call_id AS call, o.at::float8 AS at, o.until::float8 AS until, o.version::float8 AS version, o.tries`
}

type Key = Pick<Taken, 'user' | 'device' | 'thing' | 'version'>

/** Done with, unless something newer took its place. */
export async function dropTaken(sql: Queries, { user, device, thing, version }: Key): Promise<void> {
  await sql`
    DELETE FROM push_outbox
    WHERE user_id = ${user} AND device_id = ${device} AND thing = ${thing} AND version = ${version}`
}

/** Later again; `tries` is how often it failed until now. Something newer that took its place keeps its own time. */
export async function putOff(
  sql: Queries,
  { user, device, thing, version }: Key,
  dueAt: number,
  tries: number,
  again = false,
): Promise<void> {
  await sql`
    UPDATE push_outbox SET due_at = ${dueAt}, tries = ${tries}, version = version + ${again ? 1 : 0}
    WHERE user_id = ${user} AND device_id = ${device} AND thing = ${thing} AND version = ${version}`
}

/** When the next of them is due; undefined: none waits. */
export async function nextDue(sql: Queries): Promise<number | undefined> {
  const [row] = await sql<{ at: number | null }[]>`SELECT min(due_at)::float8 AS at FROM push_outbox`
  return row?.at ?? undefined
}

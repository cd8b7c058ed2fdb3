import { partyOf } from '@soroka/protocol'
import type { CallId, ChatId, DeviceId, GuestId, UserId } from '@soroka/protocol'
import type { ISql } from 'postgres'
import { closeness, leastFor } from '../users/index.ts'
import type { LiveCall } from './live-call.ts'

type Queries = ISql<{ bigint: number }>

/** What decides whether somebody may call the people of a chat. */
export interface CallingFacts {
  readonly kind: 'direct' | 'group' | 'nest'
  readonly role: 'member' | 'admin' | 'owner' | null
  readonly writeWho: number
  readonly memberCount: number
  readonly lastSeq: number
}

export async function readCallingFacts(sql: Queries, chat: ChatId, user: UserId): Promise<CallingFacts | undefined> {
  const [facts] = await sql<CallingFacts[]>`
    SELECT c.kind, p.role, c.write_who::int4 AS "writeWho", c.member_count AS "memberCount", c.last_seq::float8 AS "lastSeq"
    FROM chats c
    LEFT JOIN chat_participants p ON p.chat_id = c.id AND p.user_id = ${user} AND p.left_seq IS NULL
    WHERE c.id = ${chat}`
  return facts
}

/**
 * Who of a chat may be rung by this person: all others, or those of them who are named. Not where one blocked the other,
 * nor who has not accepted that he writes (R7), nor whom his calls don't reach (P233).
 */
export async function findRingable(
  sql: Queries,
  chat: ChatId,
  by: UserId,
  named: readonly UserId[] | undefined,
): Promise<UserId[]> {
  const rows = await sql<{ user: UserId }[]>`
    SELECT p.user_id AS user FROM chat_participants p JOIN users u ON u.id = p.user_id
    WHERE p.chat_id = ${chat} AND p.user_id <> ${by} AND p.left_seq IS NULL AND NOT p.request
      AND (${named === undefined} OR p.user_id = ANY (string_to_array(${(named ?? []).join(',')}, ',')))
      AND ${closeness(sql, sql`u.id`, sql`${by}::text`)} >= ${leastFor(sql, sql`u.call_from`)}
      AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.user_id = ${by} AND b.blocked_id = p.user_id)
    ORDER BY p.user_id`
  return rows.map(({ user }) => user)
}

/** Calls that run in chats of this person. */
export async function findLive(sql: Queries, user: UserId): Promise<LiveCall[]> {
  const rows = await sql<{ live: LiveCall }[]>`
    SELECT c.live FROM chat_participants p JOIN calls c ON c.chat_id = p.chat_id AND c.ended_at IS NULL
    WHERE p.user_id = ${user} AND p.left_seq IS NULL ORDER BY c.at DESC`
  return rows.map(({ live }) => live)
}

/** A call of a chat of this person. */
export async function findCall(sql: Queries, call: CallId, user: UserId): Promise<LiveCall | undefined> {
  const [row] = await sql<{ live: LiveCall }[]>`
    SELECT c.live FROM calls c
    JOIN chat_participants p ON p.chat_id = c.chat_id AND p.user_id = ${user} AND p.left_seq IS NULL
    WHERE c.id = ${call}`
  return row?.live
}

interface Party {
  readonly user: UserId
  readonly device: DeviceId
}

/** The calls that devices of somebody are in, and whether he has revoked those. */
export async function findHeld(
  sql: Queries,
  user: UserId,
): Promise<{ call: CallId; device: DeviceId; revoked: boolean }[]> {
  return sql`
    SELECT c.id AS call, e->>'device' AS device, d.revoked_at IS NOT NULL AS revoked
    FROM calls c CROSS JOIN LATERAL jsonb_array_elements(c.live->'devices') e
    LEFT JOIN devices d ON d.user_id = e->>'user' AND d.id = e->>'device'
    WHERE c.ended_at IS NULL AND e->>'user' = ${user}`
}

/**
 * How a call stands to two devices: whether it is over, and whether both are in it and their people in its chat. Asked for
 * each signal, so that who was put out is out at once, on every node. Undefined: no call of a chat of the first one.
 */
export async function findLink(
  sql: Queries,
  call: CallId,
  from: Party,
  to: Party,
): Promise<{ over: boolean; linked: boolean } | undefined> {
  const [row] = await sql<{ over: boolean; linked: boolean }[]>`
    SELECT c.ended_at IS NOT NULL AS over,
      c.live->'devices' @> jsonb_build_array(jsonb_build_object('user', ${from.user}::text, 'device', ${from.device}::text))
      AND c.live->'devices' @> jsonb_build_array(jsonb_build_object('user', ${to.user}::text, 'device', ${to.device}::text))
      AND (EXISTS (SELECT 1 FROM chat_participants o
          WHERE o.chat_id = c.chat_id AND o.user_id = ${to.user} AND o.left_seq IS NULL)
        OR ${isGuestOf(sql, to.user)}) AS linked
    FROM calls c
    JOIN chat_participants p ON p.chat_id = c.chat_id AND p.user_id = ${from.user} AND p.left_seq IS NULL
    WHERE c.id = ${call}`
  return row
}

/**
 * How a call stands to one of its guests and to a device that he speaks to: a person's before that of a guest who took its
 * number. Undefined: no such call.
 */
export async function findGuestLink(
  sql: Queries,
  call: CallId,
  guest: GuestId,
  to: DeviceId,
): Promise<{ over: boolean; linked: boolean; user: UserId | null } | undefined> {
  const me = partyOf(guest)
  const [row] = await sql<{ over: boolean; linked: boolean; user: UserId | null }[]>`
    SELECT c.ended_at IS NOT NULL AS over, t.user AS user,
      c.live->'devices' @> jsonb_build_array(jsonb_build_object('user', ${me.user}::text, 'device', ${me.device}::text))
      AND (EXISTS (SELECT 1 FROM chat_participants o
          WHERE o.chat_id = c.chat_id AND o.user_id = t.user AND o.left_seq IS NULL)
        OR (t.user = ${to} AND ${isGuestOf(sql, to)})) AS linked
    FROM calls c
    LEFT JOIN LATERAL (SELECT d->>'user' AS user FROM jsonb_array_elements(c.live->'devices') d
      WHERE d->>'device' = ${to} ORDER BY d->>'user' = ${to} LIMIT 1) t ON true
    WHERE c.id = ${call}`
  return row
}

/** Whether somebody with this number was let into the call as a guest. */
function isGuestOf(sql: Queries, id: string) {
  return sql`coalesce(c.live->'guests' @> jsonb_build_array(jsonb_build_object('id', ${id}::text, 'standing', 'in')), false)`
}

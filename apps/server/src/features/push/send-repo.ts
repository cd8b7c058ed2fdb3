import type { ChatId, DeviceId, MsgId, UserId } from '@soroka/protocol'
import type { Queries } from './queries.ts'
import type { Taken } from './outbox-repo.ts'

/** Where a device gets its pushes. */
export interface Target {
  readonly endpoint: string
  readonly p256dh: Buffer
  readonly auth: Buffer
  readonly lang: 'ru' | 'en'
  readonly hideContent: boolean
}

/** What is true of something that was taken, by the time that it is sent. */
export interface Facts extends Target {
  readonly user: UserId
  readonly device: DeviceId
  readonly thing: string
  readonly visible: boolean
  readonly connected: boolean
  readonly looks: boolean
  /** Of the chat: he is in it, and how far he read. */
  readonly member: boolean
  readonly readSeq: number
  /** The device holds the epoch of the row. */
  readonly holds: boolean
  readonly msgId: MsgId | null
  readonly sender: UserId | null
  readonly epoch: number | null
  readonly target: MsgId | null
  readonly envelope: Buffer | null
  /** He is rung by this call. */
  readonly rings: boolean
  /** He missed it and has not looked at it. */
  readonly unseen: boolean
}

/** All that the sender needs of several at once. Those whose device is signed out, or has no subscription, are left out. */
export function readFacts(sql: Queries, taken: readonly Taken[], now: number): Promise<Facts[]> {
  const column = (pick: (one: Taken) => string | number | null) => taken.map((one) => pick(one) ?? '-').join(',')
  return sql<Facts[]>`
    SELECT o.user_id AS user, o.device_id AS device, o.thing, d.endpoint, d.p256dh, d.auth, d.lang,
      d.hide_content AS "hideContent", coalesce(f.visible, false) AS visible, coalesce(f.connected, false) AS connected,
      coalesce(f.looks, false) AS looks, p.user_id IS NOT NULL AS member, coalesce(p.read_seq, 0)::float8 AS "readSeq",
      coalesce(e.epoch >= m.epoch, false) AS holds, m.msg_id AS "msgId", m.sender, m.epoch::float8 AS epoch, m.target,
      m.envelope,
      EXISTS (SELECT 1 FROM calls c, jsonb_array_elements(c.live->'members') g
        WHERE c.id = o.call_id AND c.ended_at IS NULL AND g->>'user' = o.user_id AND g->>'state' = 'ringing') AS rings,
      EXISTS (SELECT 1 FROM call_participants c
        WHERE c.call_id = o.call_id AND c.user_id = o.user_id AND NOT c.seen)
        OR EXISTS (SELECT 1 FROM calls c, jsonb_array_elements(c.live->'members') g
          WHERE c.id = o.call_id AND c.ended_at IS NULL AND g->>'user' = o.user_id
            AND g->>'state' IN ('missed', 'busy')) AS unseen
    FROM unnest(
      string_to_array(${column(({ user }) => user)}, ','), string_to_array(${column(({ device }) => device)}, ','),
      string_to_array(${column(({ thing }) => thing)}, ','), string_to_array(${column(({ chat }) => chat)}, ','),
      string_to_array(${column(({ seq }) => seq)}, ',', '-')::int8[],
      string_to_array(${column(({ call }) => call)}, ',', '-')) AS o (user_id, device_id, thing, chat_id, seq, call_id)
    JOIN push_devices d ON d.user_id = o.user_id AND d.device_id = o.device_id AND d.endpoint IS NOT NULL
      AND d.state IN ('active', 'failing')
    JOIN sessions s ON s.id = d.session_id AND s.ended_at IS NULL AND s.expires_at > ${now}
    LEFT JOIN chat_participants p ON p.chat_id = o.chat_id AND p.user_id = o.user_id AND p.left_seq IS NULL
    LEFT JOIN messages m ON m.chat_id = o.chat_id AND m.seq = o.seq
    LEFT JOIN push_epochs e ON e.user_id = o.user_id AND e.device_id = o.device_id AND e.chat_id = o.chat_id
    LEFT JOIN LATERAL (
      SELECT bool_or(visible AND device_id = o.device_id) AS visible, bool_or(device_id = o.device_id) AS connected,
        bool_or(visible AND chat_id = o.chat_id) AS looks
      FROM push_focus WHERE user_id = o.user_id AND until > ${now}) f ON true`
}

/** Unread messages of each of these people, in chats that are neither muted nor requests. */
export async function readBadges(
  sql: Queries,
  users: readonly UserId[],
  now: number,
): Promise<ReadonlyMap<UserId, number>> {
  const rows = await sql<{ user: UserId; unread: number }[]>`
    SELECT p.user_id AS user, sum(greatest(c.msg_count - p.read_count, 0))::float8 AS unread
    FROM chat_participants p JOIN chats c ON c.id = p.chat_id
    WHERE p.user_id = ANY (string_to_array(${users.join(',')}, ',')) AND p.left_seq IS NULL AND NOT p.request
      AND p.muted_until <= ${now}
    GROUP BY p.user_id`
  return new Map(rows.map(({ user, unread }) => [user, unread]))
}

export interface ReadElsewhere {
  readonly user: UserId
  readonly device: DeviceId
  readonly chat: ChatId
  readonly upTo: number
}

/** Chats whose notification these devices may still show, and which were read on another one. */
export function findReadElsewhere(sql: Queries, taken: readonly Taken[]): Promise<ReadElsewhere[]> {
  return sql<ReadElsewhere[]>`
    SELECT w.user_id AS user, w.device_id AS device, w.chat_id AS chat, p.read_seq::float8 AS "upTo"
    FROM (SELECT DISTINCT * FROM unnest(
      string_to_array(${taken.map(({ user }) => user).join(',')}, ','),
      string_to_array(${taken.map(({ device }) => device).join(',')}, ',')) AS o (user_id, device_id)) o
    JOIN push_shown w ON w.user_id = o.user_id AND w.device_id = o.device_id
    JOIN chat_participants p ON p.chat_id = w.chat_id AND p.user_id = w.user_id AND p.read_seq >= w.seq
    ORDER BY w.at DESC`
}

type Device = Pick<Taken, 'user' | 'device'>

/** It was taken by the push service: counts it, notes what the device shows now, and forgets the marks that it was told. */
export async function noteSent(
  sql: Queries,
  { user, device }: Device,
  shown: { readonly chat: ChatId; readonly seq: number } | undefined,
  told: readonly { readonly chat: ChatId; readonly upTo: number }[],
  now: number,
): Promise<void> {
  await sql`
    UPDATE push_devices SET sent = sent + 1, last_sent_at = ${now}, state = 'active'
    WHERE user_id = ${user} AND device_id = ${device} AND endpoint IS NOT NULL`
  if (told.length > 0)
    await sql`
      DELETE FROM push_shown w USING unnest(
        string_to_array(${told.map(({ chat }) => chat).join(',')}, ','),
        string_to_array(${told.map(({ upTo }) => upTo).join(',')}, ',')::int8[]) AS t (chat_id, up_to)
      WHERE w.user_id = ${user} AND w.device_id = ${device} AND w.chat_id = t.chat_id AND w.seq <= t.up_to`
  if (shown === undefined) return
  await sql`
    INSERT INTO push_shown (user_id, device_id, chat_id, seq, at)
    VALUES (${user}, ${device}, ${shown.chat}, ${shown.seq}, ${now})
    ON CONFLICT (user_id, device_id, chat_id) DO UPDATE SET seq = greatest(push_shown.seq, excluded.seq), at = excluded.at`
}

/** `failed` counts it as given up. */
export async function noteFailed(
  sql: Queries,
  { user, device }: Device,
  endpoint: string,
  {
    code,
    state,
    failed,
  }: { readonly code: string; readonly state: 'active' | 'failing' | 'refused'; readonly failed: boolean },
  now: number,
): Promise<void> {
  await sql`
    UPDATE push_devices SET failed = failed + ${failed ? 1 : 0}, last_error_at = ${now}, last_error = ${code}, state = ${state}
    WHERE user_id = ${user} AND device_id = ${device} AND endpoint = ${endpoint}`
}

/** The push service said that the subscription is over. One that took its place meanwhile stays. */
export async function noteGone(
  sql: Queries,
  { user, device }: Device,
  endpoint: string,
  code: string,
  now: number,
): Promise<void> {
  const gone = await sql`
    UPDATE push_devices SET endpoint = NULL, p256dh = NULL, auth = NULL, state = 'expired', expired = expired + 1,
      last_error_at = ${now}, last_error = ${code}
    WHERE user_id = ${user} AND device_id = ${device} AND endpoint = ${endpoint} RETURNING 1`
  if (gone.length > 0) await sql`DELETE FROM push_outbox WHERE user_id = ${user} AND device_id = ${device}`
}

/** Where this device of a person gets its pushes; undefined: nowhere. */
export async function findTarget(sql: Queries, { user, device }: Device): Promise<Target | undefined> {
  const [row] = await sql<Target[]>`
    SELECT endpoint, p256dh, auth, lang, hide_content AS "hideContent" FROM push_devices
    WHERE user_id = ${user} AND device_id = ${device} AND endpoint IS NOT NULL`
  return row
}

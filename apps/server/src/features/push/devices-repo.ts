import type { ChatId, DeviceId, SessionId, UserId } from '@soroka/protocol'
import type { PushDevice } from '@soroka/protocol/contract'
import type { Queries } from './queries.ts'

/** Whose device it is, and of which session. */
export interface Owner {
  readonly user: UserId
  readonly device: DeviceId
  readonly session: SessionId
}

/** What a device says of itself when it subscribes. */
export interface Subscription {
  readonly endpoint: string
  readonly p256dh: Buffer
  readonly auth: Buffer
  readonly endsAt: number | null
  /** Undefined: as it was. */
  readonly hideContent: boolean | undefined
  readonly lang: 'ru' | 'en'
}

/** One address belongs to one device: the last one that names it. The counts of a device outlive its subscriptions. */
export async function putSubscription(sql: Queries, owner: Owner, given: Subscription, now: number): Promise<void> {
  const { user, device, session } = owner
  const { endpoint, p256dh, auth, endsAt, hideContent = null, lang } = given
  await sql`
    UPDATE push_devices SET endpoint = NULL, p256dh = NULL, auth = NULL, state = 'none'
    WHERE endpoint = ${endpoint} AND NOT (user_id = ${user} AND device_id = ${device})`
  await sql`
    INSERT INTO push_devices (user_id, device_id, session_id, state, endpoint, p256dh, auth, ends_at, lang, hide_content, since)
    VALUES (${user}, ${device}, ${session}, 'active', ${endpoint}, ${p256dh}, ${auth}, ${endsAt}, ${lang},
      coalesce(${hideContent}::boolean, false), ${now})
    ON CONFLICT (user_id, device_id) DO UPDATE SET session_id = excluded.session_id, state = 'active',
      endpoint = excluded.endpoint, p256dh = excluded.p256dh, auth = excluded.auth, ends_at = excluded.ends_at,
      lang = excluded.lang, hide_content = coalesce(${hideContent}::boolean, push_devices.hide_content)`
}

/** False if it had none. What waited for it is dropped. */
export async function dropSubscription(
  sql: Queries,
  { user, device }: Pick<Owner, 'user' | 'device'>,
): Promise<boolean> {
  const dropped = await sql`
    UPDATE push_devices SET endpoint = NULL, p256dh = NULL, auth = NULL, state = 'none'
    WHERE user_id = ${user} AND device_id = ${device} AND endpoint IS NOT NULL RETURNING 1`
  await sql`DELETE FROM push_outbox WHERE user_id = ${user} AND device_id = ${device}`
  await sql`DELETE FROM push_shown WHERE user_id = ${user} AND device_id = ${device}`
  return dropped.length > 0
}

interface DeviceRow extends Omit<PushDevice, 'host' | 'lastError' | 'own'> {
  readonly endpoint: string | null
  readonly lastErrorAt: number | null
  readonly lastErrorCode: string | null
}

/** Every signed-in device of a person, also one that never subscribed; the newest session first. */
export async function listDevices(sql: Queries, { user, device }: Pick<Owner, 'user' | 'device'>, now: number) {
  const rows = await sql<DeviceRow[]>`
    SELECT s.device_id AS device, coalesce(d.state, 'none') AS state, d.endpoint, d.since::float8 AS since,
      coalesce(d.sent, 0) AS sent, coalesce(d.failed, 0) AS failed, coalesce(d.expired, 0) AS expired,
      d.last_sent_at::float8 AS "lastSentAt", d.last_error_at::float8 AS "lastErrorAt", d.last_error AS "lastErrorCode",
      coalesce(d.hide_content, false) AS "hideContent"
    FROM (SELECT device_id, max(created_at) AS created_at FROM sessions
          WHERE user_id = ${user} AND ended_at IS NULL AND expires_at > ${now} GROUP BY device_id) s
    LEFT JOIN push_devices d ON d.user_id = ${user} AND d.device_id = s.device_id
    ORDER BY s.created_at DESC`
  return rows.map((row) => toDevice(row, device))
}

function toDevice({ endpoint, lastErrorAt, lastErrorCode, ...row }: DeviceRow, own: DeviceId): PushDevice {
  const lastError = lastErrorAt === null || lastErrorCode === null ? null : { at: lastErrorAt, code: lastErrorCode }
  return { ...row, host: endpoint === null ? null : new URL(endpoint).host, lastError, own: row.device === own }
}

/** The epochs that a device can open; only of chats that its person is in. They only rise. */
export async function putEpochs(
  sql: Queries,
  { user, device }: Pick<Owner, 'user' | 'device'>,
  epochs: readonly { readonly chat: ChatId; readonly epoch: number }[],
): Promise<number> {
  const newest = new Map<ChatId, number>()
  for (const { chat, epoch } of epochs) newest.set(chat, Math.max(epoch, newest.get(chat) ?? 0))
  const { count } = await sql`
    INSERT INTO push_epochs (user_id, device_id, chat_id, epoch)
    SELECT ${user}, ${device}, p.chat_id, e.epoch
    FROM unnest(string_to_array(${[...newest.keys()].join(',')}, ','),
      string_to_array(${[...newest.values()].join(',')}, ',')::int8[]) AS e (chat_id, epoch)
    JOIN chat_participants p ON p.chat_id = e.chat_id AND p.user_id = ${user} AND p.left_seq IS NULL
    ON CONFLICT (user_id, device_id, chat_id) DO UPDATE SET epoch = greatest(push_epochs.epoch, excluded.epoch)`
  return count
}

/** Everything of the device of a session that ended. */
export async function forgetSession(sql: Queries, session: SessionId): Promise<void> {
  await sql`
    WITH gone AS (DELETE FROM push_devices WHERE session_id = ${session} RETURNING user_id, device_id),
    waiting AS (DELETE FROM push_outbox o USING gone g WHERE o.user_id = g.user_id AND o.device_id = g.device_id),
    shown AS (DELETE FROM push_shown o USING gone g WHERE o.user_id = g.user_id AND o.device_id = g.device_id)
    DELETE FROM push_epochs o USING gone g WHERE o.user_id = g.user_id AND o.device_id = g.device_id`
}

/** Subscriptions whose time is over, what sessions left behind that ended while nobody could tell, sockets of nodes that died. */
export async function sweepPushes(sql: Queries, now: number): Promise<void> {
  const ended = await sql<{ id: SessionId }[]>`
    SELECT DISTINCT d.session_id AS id FROM push_devices d LEFT JOIN sessions s ON s.id = d.session_id
    WHERE s.id IS NULL OR s.ended_at IS NOT NULL LIMIT 10000`
  for (const { id } of ended) await forgetSession(sql, id)
  await sql`
    UPDATE push_devices SET endpoint = NULL, p256dh = NULL, auth = NULL, state = 'expired', expired = expired + 1
    WHERE ends_at < ${now} AND endpoint IS NOT NULL`
  await sql`DELETE FROM push_focus WHERE until < ${now}`
  await sql`DELETE FROM push_outbox WHERE until < ${now}`
  await sql`DELETE FROM push_cursors k WHERE NOT EXISTS (SELECT 1 FROM chats c WHERE c.id = k.chat_id)`
  await sql`DELETE FROM push_epochs e WHERE NOT EXISTS (SELECT 1 FROM chats c WHERE c.id = e.chat_id)`
}

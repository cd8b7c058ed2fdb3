import type { CallId, ChatId, NotifySettings, UserId } from '@soroka/protocol'
import type { DeviceId } from '@soroka/protocol'
import { pushesCalls } from './decide.ts'
import { putWaiting } from './outbox-repo.ts'
import type { Waiting } from './outbox-repo.ts'
import type { Queries } from './queries.ts'
import { usualSettings } from './settings-repo.ts'
import { callOf, RING_EVERY_MS, usefulFor } from './things.ts'

/** What of a call's change concerns people who may not be there. */
export interface CallNews {
  readonly id: CallId
  readonly chat: ChatId
  /** Who is rung from now on, and until when. */
  readonly rung: readonly { readonly user: UserId; readonly until: number }[]
  /** Who was rung and did not come. */
  readonly missed: readonly UserId[]
  /** Who was rung and answered or refused, by this device of his. */
  readonly met: readonly UserId[]
  readonly by: DeviceId | undefined
}

interface CallEar {
  readonly user: UserId
  readonly device: DeviceId
  readonly settings: NotifySettings | null
  readonly visible: boolean
}

/** In the transaction that changes the call: whoever is told of it is told of what is true. Answers whether something waits. */
export async function putCallPushes(sql: Queries, news: CallNews, now: number): Promise<boolean> {
  const stops = news.met.length > 0 && (await stopRings(sql, news, now))
  const users = [...news.rung.map(({ user }) => user), ...news.missed]
  if (users.length === 0) return stops
  const ears = (await readCallEars(sql, users, now)).filter(({ settings }) =>
    pushesCalls(settings ?? usualSettings, now),
  )
  const rings = news.rung.flatMap(({ user, until }) =>
    ears
      .filter((ear) => ear.user === user)
      .map((ear) => waitingOf(news, ear, 'ring', until, now, ear.visible ? now + RING_EVERY_MS : now)),
  )
  const misses = news.missed.flatMap((user) =>
    ears
      .filter((ear) => ear.user === user && !ear.visible)
      .map((ear) => waitingOf(news, ear, 'missed_call', now + usefulFor.missed_call, now)),
  )
  await putWaiting(sql, [...rings, ...misses])
  return stops || rings.length + misses.length > 0
}

/** The devices that ring hear of it now, and not when they would be rung again; the one that did it knows. */
async function stopRings(sql: Queries, { id, met, by = '' as DeviceId }: CallNews, now: number): Promise<boolean> {
  const users = met.join(',')
  await sql`
    DELETE FROM push_outbox
    WHERE user_id = ANY (string_to_array(${users}, ',')) AND device_id = ${by} AND thing = ${callOf(id)}`
  const { count } = await sql`
    UPDATE push_outbox SET due_at = ${now}
    WHERE user_id = ANY (string_to_array(${users}, ',')) AND thing = ${callOf(id)} AND kind = 'ring'`
  return count > 0
}

function waitingOf(
  { id, chat }: CallNews,
  { user, device }: CallEar,
  kind: 'ring' | 'missed_call',
  until: number,
  now: number,
  dueAt = now,
): Waiting {
  return { user, device, thing: callOf(id), kind, chat, seq: null, call: id, at: now, until, dueAt }
}

function readCallEars(sql: Queries, users: readonly UserId[], now: number): Promise<CallEar[]> {
  return sql<CallEar[]>`
    SELECT d.user_id AS user, d.device_id AS device, coalesce(f.visible, false) AS visible,
      CASE WHEN n.user_id IS NULL THEN NULL ELSE json_build_object('direct', n.direct, 'groups', n.groups,
        'reactions', n.reactions, 'calls', n.calls, 'requests', n.requests, 'quiet', n.quiet,
        'mutedUntil', n.muted_until) END AS settings
    FROM push_devices d
    JOIN sessions s ON s.id = d.session_id AND s.ended_at IS NULL AND s.expires_at > ${now}
    LEFT JOIN notify_settings n ON n.user_id = d.user_id
    LEFT JOIN LATERAL (
      SELECT bool_or(visible) AS visible FROM push_focus
      WHERE user_id = d.user_id AND device_id = d.device_id AND until > ${now}) f ON true
    WHERE d.user_id = ANY (string_to_array(${users.join(',')}, ',')) AND d.endpoint IS NOT NULL
      AND d.state IN ('active', 'failing')`
}

import type { DeviceId, UserId } from '@soroka/protocol'
import type { Sql } from '../../platform/db/index.ts'
import type { Courier } from './courier.ts'
import { judge } from './judge.ts'
import { buildPayload } from './payload.ts'
import { findTarget, noteFailed, noteGone, noteSent, readBadges } from './send-repo.ts'

export interface TestDependencies {
  readonly sql: Sql
  readonly courier: Courier
  readonly origin: () => string
  readonly now: () => number
}

const TTL_SECONDS = 60

/** Sends a push that says that pushes work, at once and only once; whether the push service took it. */
export async function sendTest(
  { sql, courier, origin, now }: TestDependencies,
  device: { readonly user: UserId; readonly device: DeviceId },
): Promise<boolean> {
  const target = await findTarget(sql, device)
  if (target === undefined) return false
  const { user } = device
  const badge = (await readBadges(sql, [user], now())).get(user) ?? 0
  const at = now()
  const about = { user, kind: 'test', lang: target.lang, at, until: at + TTL_SECONDS * 1000, badge } as const
  const rest = { chat: undefined, call: null, row: undefined, read: [], origin: origin() }
  const { json } = buildPayload({ ...about, ...rest })
  const verdict = judge(await courier.send(target, { json, ttl: TTL_SECONDS, urgency: 'high' }), now())
  switch (verdict.is) {
    case 'sent':
      await noteSent(sql, device, undefined, [], now())
      return true
    case 'gone':
      await noteGone(sql, device, target.endpoint, verdict.code, now())
      return false
    default: {
      const state = verdict.is === 'refused' ? 'refused' : verdict.is === 'later' ? 'failing' : 'active'
      await noteFailed(sql, device, target.endpoint, { code: verdict.code, state, failed: true }, now())
      return false
    }
  }
}

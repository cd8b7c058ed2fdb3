import { createECDH } from 'node:crypto'
import { implement } from '@orpc/server'
import { knowsZone, SorokaError } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import type { PushDevice } from '@soroka/protocol/contract'
import type { DownFrame } from '@soroka/protocol/frames'
import { userTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import type { Courier } from './courier.ts'
import { dropSubscription, listDevices, putEpochs, putSubscription } from './devices-repo.ts'
import type { Owner } from './devices-repo.ts'
import { readSettings, writeSettings } from './settings-repo.ts'
import { sendTest } from './test-push.ts'

/** The server asks addresses that others chose: not often. */
const subscriptions = { amount: 30, seconds: 600 }
const tests = { amount: 10, seconds: 60 }

export interface PushRouterDependencies {
  readonly sql: Sql
  readonly bus: Bus
  readonly limiter: RateLimiter
  readonly courier: Courier
  readonly origin: () => string
  readonly now: () => number
}

/** The routes under /api/push. */
export function pushRouter(deps: PushRouterDependencies) {
  const { sql, bus, limiter, courier, now } = deps
  const os = implement(contract.push).$context<RequestContext>()
  const tell = (user: UserId): void => {
    const frame: DownFrame = { t: 'push.changed' }
    bus.publish(userTopic(user), { frame: JSON.stringify(frame) })
  }
  const findDevice = async (owner: Owner, device = owner.device): Promise<PushDevice> => {
    const found = (await listDevices(sql, owner, now())).find((one) => one.device === device)
    if (found === undefined) throw new SorokaError('NOT_FOUND')
    return found
  }
  return {
    key: os.key.handler(() => ({ key: courier.publicKey })),
    subscribe: os.subscribe.handler(async ({ context, input }) => {
      const owner = callerOf(context)
      await takeOrThrow(limiter, [`push-subscribe:${owner.user}`, subscriptions])
      const p256dh = Buffer.from(input.keys.p256dh, 'base64url')
      const auth = Buffer.from(input.keys.auth, 'base64url')
      if (!isPoint(p256dh) || auth.length !== 16) throw new SorokaError('BAD_REQUEST')
      const endpoint = spell(input.endpoint)
      if (endpoint === undefined || !(await courier.accepts(endpoint))) throw new SorokaError('PUSH_ENDPOINT_REFUSED')
      const { expiration = null, hideContent, lang } = input
      const given = { endpoint, p256dh, auth, endsAt: expiration, hideContent, lang }
      await sql.begin((tx) => putSubscription(tx, owner, given, now()))
      tell(owner.user)
      return findDevice(owner)
    }),
    unsubscribe: os.unsubscribe.handler(async ({ context }) => {
      const owner = callerOf(context)
      const removed = await sql.begin((tx) => dropSubscription(tx, owner))
      if (removed) tell(owner.user)
      return { removed }
    }),
    holds: os.holds.handler(async ({ context, input }) => ({
      stored: await putEpochs(sql, callerOf(context), input.epochs),
    })),
    test: os.test.handler(async ({ context, input }) => {
      const owner = callerOf(context)
      await takeOrThrow(limiter, [`push-test:${owner.user}`, tests])
      const { device = owner.device } = input
      if ((await findDevice(owner, device)).host === null) throw new SorokaError('NOT_FOUND')
      const sent = await sendTest(deps, { user: owner.user, device })
      return { sent, device: await findDevice(owner, device) }
    }),
    devices: os.devices.handler(async ({ context }) => ({
      devices: await listDevices(sql, callerOf(context), now()),
    })),
    settings: os.settings.handler(({ context }) => readSettings(sql, callerOf(context).user)),
    setSettings: os.setSettings.handler(async ({ context, input }) => {
      const { user } = callerOf(context)
      const { quiet } = input
      if (quiet !== undefined && quiet !== null && !knowsZone(quiet.tz)) throw new SorokaError('BAD_REQUEST')
      const settings = await sql.begin(async (tx) => {
        // One change after the other: each keeps what the others set.
        await tx`SELECT id FROM users WHERE id = ${user} FOR NO KEY UPDATE`
        const next = { ...(await readSettings(tx, user)), ...input }
        await writeSettings(tx, user, next)
        return next
      })
      tell(user)
      return settings
    }),
  }
}

/** An address has one spelling, so that it belongs to one device; undefined: it is none. */
function spell(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  url.hash = ''
  return url.username === '' && url.password === '' ? url.href : undefined
}

/** Whether these bytes are a public key of P-256: nothing could be sealed for others. */
function isPoint(key: Buffer): boolean {
  if (key.length !== 65 || key[0] !== 4) return false
  const ecdh = createECDH('prime256v1')
  ecdh.generateKeys()
  try {
    ecdh.computeSecret(key)
    return true
  } catch {
    return false
  }
}

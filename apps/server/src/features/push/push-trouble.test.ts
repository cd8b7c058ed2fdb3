import type { ChatId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PushAnswer } from '../../testing/push-service.ts'
import { Lookout } from './lookout.ts'
import { PushWorld } from './pushes.fixture.ts'
import type { PushPerson } from './pushes.fixture.ts'

let world: PushWorld
let anna: PushPerson
let boris: PushPerson
let chat: ChatId

beforeAll(async () => {
  world = await PushWorld.start()
  ;({ anna, boris, chat } = await world.meet())
})
afterAll(() => world.stop())

/** Until the push service has answered so, and the server has noted it. */
async function noted(person: PushPerson, shape: object): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const health = await person.health()
    if (Object.entries(shape).every(([key, value]) => health[key as keyof typeof health] === value)) break
    await new Promise((wait) => setTimeout(wait, 50))
  }
  expect(await person.health()).toMatchObject(shape)
}

const waits = async (): Promise<number> => {
  const rows = await world.server.database.sql`SELECT 1 FROM push_outbox WHERE user_id = ${boris.user}`
  return rows.length
}

test.each([404, 410])('a subscription that is over (%i) is taken away, with what waited for it', async (status) => {
  await boris.subscribe()
  const { expired } = await boris.health()
  boris.subscription.answers.push({ status })
  await anna.say(chat)
  await noted(boris, { state: 'expired', host: null, expired: expired + 1 })
  expect(await waits()).toBe(0)
  await anna.say(chat)
  expect(await boris.hearsNothing()).toBe(true)
  const { lastError } = await boris.health()
  expect(lastError?.code).toBe(String(status))
})

test.each<readonly [string, PushAnswer]>([
  ['429 with a time', { status: 429, retryAfter: '60' }],
  ['503', { status: 503 }],
])('a push service that is busy (%s) gets it later', async (_name, answer) => {
  await boris.subscribe()
  const { sent, failed } = await boris.health()
  boris.subscription.answers.push(answer)
  const { seq } = await anna.say(chat)
  await noted(boris, { state: 'failing', failed })
  expect(boris.subscription.pushes).toEqual([])
  world.server.advance(answer.retryAfter === undefined ? 2000 : 55_000)
  expect(await boris.hearsNothing(0, 300)).toBe(true)
  world.server.advance(10_000)
  await boris.subscription.next(({ payload }) => payload.notification.data.seq === seq)
  await noted(boris, { state: 'active', sent: sent + 1, failed })
})

test('what can never be delivered is given up in the end, and counted', async () => {
  await boris.subscribe()
  const { failed } = await boris.health()
  boris.subscription.answers.push({ status: 500 }, { status: 500 })
  await anna.say(chat)
  await noted(boris, { state: 'failing' })
  await world.server.database.sql`UPDATE push_outbox SET due_at = 0, tries = 11 WHERE user_id = ${boris.user}`
  await noted(boris, { failed: failed + 1 })
  expect(await waits()).toBe(0)
})

test('one that is too large goes again without the message', async () => {
  await boris.subscribe()
  await boris.ask('/push/epochs', { method: 'PUT', body: { epochs: [{ chat, epoch: 0 }] } })
  boris.subscription.answers.push({ status: 413 })
  const { seq } = await anna.say(chat)
  const push = await boris.subscription.next(({ payload }) => payload.notification.data.seq === seq)
  expect(push.payload.notification.data.envelope).toBeUndefined()
})

test('a push service that does not take us is not asked again until the device subscribes anew', async () => {
  await boris.subscribe()
  boris.subscription.answers.push({ status: 403 })
  await anna.say(chat)
  await noted(boris, { state: 'refused' })
  await anna.say(chat)
  expect(await boris.hearsNothing()).toBe(true)
  await boris.subscribe({}, boris.subscription)
  const { seq } = await anna.say(chat)
  await boris.subscription.next(({ payload }) => payload.notification.data.seq === seq)
})

test('the test push tells what became of it', async () => {
  await boris.subscribe({ lang: 'ru' })
  expect(await boris.ask('/push/test', { body: {} })).toMatchObject({
    sent: true,
    device: { state: 'active', own: true },
  })
  const { payload } = await boris.subscription.next()
  expect(payload.notification).toMatchObject({ title: 'Уведомления работают', data: { kind: 'test' } })
  expect(await anna.client.ask('/push/test', { body: {} })).toMatchObject({ code: 'NOT_FOUND' })
  expect(await anna.client.ask('/push/test', { body: { device: boris.device } })).toMatchObject({ code: 'NOT_FOUND' })
  world.service.unsubscribe(boris.subscription)
  expect(await boris.ask('/push/test', { body: {} })).toMatchObject({ sent: false, device: { state: 'expired' } })
})

const inside = [
  'https://127.0.0.1/push/x',
  'https://localhost/push/x',
  'https://10.1.2.3/push/x',
  'https://192.168.0.1/push/x',
  'https://169.254.169.254/latest/meta-data',
  'https://[::1]/push/x',
  'https://[fd00::1]/push/x',
  'https://[::ffff:127.0.0.1]/push/x',
  'https://[64:ff9b::7f00:1]/push/x',
  'https://2130706433/push/x',
  'http://93.184.216.34/push/x',
  'https://93.184.216.34:22/push/x',
  'https://user:pw@93.184.216.34/push/x',
  'file:///etc/passwd',
  'push',
]
test.each(inside)('S9 no push goes to %s: it is refused when a device subscribes', async (endpoint) => {
  const { keys } = world.service.subscribe().toJSON()
  const answer = await boris.client.ask('/push/subscription', { method: 'PUT', body: { endpoint, keys, lang: 'en' } })
  expect(answer).toMatchObject({ status: 422, code: 'PUSH_ENDPOINT_REFUSED' })
})

test('S9 an address that leads inside by the time of sending is not asked', async () => {
  // A server that may not ask this push service: as when a name moves after the subscription.
  const strict = await PushWorld.start({ PUSH_INTERNAL_SERVICES: 'push.lan:443' })
  const [one, other] = [await strict.signUp(), await strict.signUp()]
  const talk = await strict.makeDirect(one, other)
  const { sql } = strict.server.database
  const subscription = strict.service.subscribe()
  await expect(other.subscribe({}, subscription)).rejects.toThrow('PUSH_ENDPOINT_REFUSED')
  const { keys } = subscription.toJSON()
  for (const endpoint of [subscription.endpoint, subscription.endpoint.replace('http:', 'https:')]) {
    await sql`DELETE FROM push_devices`
    await sql`
      INSERT INTO push_devices (user_id, device_id, session_id, state, endpoint, p256dh, auth, lang, since)
      VALUES (${other.user}, ${other.device}, ${other.client.session.session}, 'active', ${endpoint},
        ${Buffer.from(keys.p256dh, 'base64url')}, ${Buffer.from(keys.auth, 'base64url')}, 'en', 0)`
    await one.say(talk)
    await noted(other, { state: 'refused', sent: 0 })
    expect((await other.health()).lastError?.code).toBe('forbidden_address')
  }
  expect(subscription.pushes).toEqual([])
  await strict.stop()
})

test.each([
  ['a point that is not on the curve', { p256dh: Buffer.alloc(65, 4).toString('base64url') }],
  ['a short point', { p256dh: Buffer.alloc(33, 2).toString('base64url') }],
  ['a short secret', { auth: 'AAAA' }],
])('a subscription with %s is refused', async (_name, wrong) => {
  const { endpoint, keys } = world.service.subscribe().toJSON()
  const body = { endpoint, keys: { ...keys, ...wrong }, lang: 'en' }
  const answer = await boris.client.ask('/push/subscription', { method: 'PUT', body })
  expect(answer).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
})

test('what a process that died had no time to look through, another one finds', async () => {
  await boris.subscribe()
  const { sql } = world.server.database
  const { seq } = await anna.say(chat)
  await boris.subscription.next(({ payload }) => payload.notification.data.seq === seq)
  await sql`UPDATE push_cursors SET seq = ${seq - 1} WHERE chat_id = ${chat}`
  const onError = (error: unknown) => expect.unreachable(String(error))
  await new Lookout({ sql, now: world.server.now, found: () => undefined, onError }).run()
  await boris.subscription.next(({ payload }) => payload.notification.data.seq === seq, 1)
})

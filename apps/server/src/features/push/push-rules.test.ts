import type { ChatId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PushWorld } from './pushes.fixture.ts'
import type { PushPerson } from './pushes.fixture.ts'

let world: PushWorld
let anna: PushPerson
let boris: PushPerson
let tablet: PushPerson
let chat: ChatId

beforeAll(async () => {
  world = await PushWorld.start()
  ;({ anna, boris, chat } = await world.meet())
  tablet = await boris.secondDevice()
  await boris.subscribe()
  await tablet.subscribe()
  await anna.subscribe()
})
afterAll(() => world.stop())

type Said = Awaited<ReturnType<PushPerson['say']>>
const heard = (person: PushPerson) => person.subscription.pushes.map(({ payload }) => payload.notification.data.msgId)
const hears = (person: PushPerson, { msgId }: Said) =>
  person.subscription.next(({ payload }) => payload.notification.data.msgId === msgId)

test('all devices of who is away hear, the sender does not', async () => {
  const said = await anna.say(chat)
  await Promise.all([hears(boris, said), hears(tablet, said)])
  expect(anna.subscription.pushes).toEqual([])
})

test('nothing of the chat that one looks at comes to any device; of another chat only to devices that are not looked at', async () => {
  const second = await world.makeGroup(anna, [boris])
  await boris.look(true, chat)
  const here = await anna.say(chat)
  const there = await anna.say(second)
  await hears(tablet, there)
  const next = await anna.say(second)
  await hears(tablet, next)
  const last = { tablet: tablet.subscription.pushes.length, phone: boris.subscription.pushes.length }
  await boris.look(false)
  const back = await anna.say(chat)
  await Promise.all([hears(tablet, back), hears(boris, back)])
  expect(heard(tablet)).not.toContain(here.msgId)
  expect(heard(boris)).not.toContain(here.msgId)
  expect(heard(boris)).not.toContain(there.msgId)
  expect(boris.subscription.pushes.slice(last.phone)).toHaveLength(1)
  expect(tablet.subscription.pushes.slice(last.tablet)).toHaveLength(1)
})

test('a socket that closes looks at nothing any more', async () => {
  await boris.look(true, chat)
  await boris.disconnect()
  await hears(boris, await anna.say(chat))
})

test('a muted chat, a level and the settings of the account are kept by the server, which then sends nothing', async () => {
  const until = world.server.now() + 3_600_000
  const silences: (readonly [on: () => Promise<unknown>, off: () => Promise<unknown>])[] = [
    [
      () => boris.ask(`/chats/${chat}/mute`, { method: 'PUT', body: { until } }),
      () => boris.ask(`/chats/${chat}/mute`, { method: 'PUT', body: { until: 0 } }),
    ],
    [
      () => boris.ask(`/chats/${chat}/level`, { method: 'PUT', body: { level: 'none' } }),
      () => boris.ask(`/chats/${chat}/level`, { method: 'PUT', body: { level: null } }),
    ],
    [() => boris.set({ direct: 'mentions' }), () => boris.set({ direct: 'all' })],
    [() => boris.set({ mutedUntil: until }), () => boris.set({ mutedUntil: 0 })],
    [
      () => boris.set({ quiet: { from: 0, to: 0, tz: 'Europe/Moscow', days: [1, 2, 3, 4, 5, 6, 7] } }),
      () => boris.set({ quiet: null }),
    ],
  ]
  for (const [on, off] of silences) {
    await on()
    const silent = await anna.say(chat)
    await world.lookedThrough(chat, silent.seq)
    await off()
    const loud = await anna.say(chat)
    await Promise.all([hears(boris, loud), hears(tablet, loud)])
    expect(heard(boris)).not.toContain(silent.msgId)
  }
  expect(await boris.ask(`/chats/${chat}`)).toMatchObject({ level: null, mutedUntil: 0 })
})

test('a blocked person is not heard in groups either, and a stranger once', async () => {
  const dora = await world.signUp()
  const group = await world.makeGroup(anna, [boris, dora])
  await boris.ask(`/blocks/${dora.user}`, { method: 'PUT', body: {} })
  const unheard = await dora.say(group)
  const loud = await anna.say(group)
  await hears(boris, loud)
  expect(boris.subscription.pushes.filter((push) => push.payload.notification.data.chat === group)).toHaveLength(1)
  expect(heard(boris)).not.toContain(unheard.msgId)
  const stranger = await world.signUp()
  const request = await world.makeDirect(stranger, boris, false)
  await stranger.say(request)
  const push = await boris.subscription.next(({ payload }) => payload.notification.data.chat === request)
  expect(push.payload.notification).toMatchObject({ title: 'Somebody new writes to you', data: { kind: 'request' } })
  await stranger.say(request)
  expect(await boris.hearsNothing(boris.subscription.pushes.length)).toBe(true)
})

test('what was read elsewhere rides on the next push, once, and is not pushed any more', async () => {
  const group = await world.makeGroup(anna, [boris])
  const first = await anna.say(group)
  await Promise.all([hears(boris, first), hears(tablet, first)])
  await tablet.read(group, first.seq)
  const push = await hears(boris, await anna.say(chat))
  expect(push.payload.notification.data.read).toContainEqual({ chat: group, upTo: first.seq })
  const again = await hears(boris, await anna.say(chat))
  expect(again.payload.notification.data.read ?? []).not.toContainEqual(expect.objectContaining({ chat: group }))
})

test('R25 a device that signed out hears nothing, and nothing of it is kept', async () => {
  const laptop = await boris.secondDevice()
  await laptop.subscribe()
  await laptop.ask('/push/epochs', { method: 'PUT', body: { epochs: [{ chat, epoch: 0 }] } })
  await laptop.client.signOut()
  await hears(boris, await anna.say(chat))
  expect(laptop.subscription.pushes).toEqual([])
  const { sql } = world.server.database
  for (const table of ['push_devices', 'push_epochs', 'push_shown', 'push_outbox'])
    expect(await sql`SELECT 1 FROM ${sql(table)} WHERE device_id = ${laptop.device}`, table).toEqual([])
})

test('an address belongs to one device: the last that named it', async () => {
  const laptop = await boris.secondDevice()
  await laptop.subscribe({}, tablet.subscription)
  expect(await tablet.health()).toMatchObject({ state: 'none', host: null })
  expect(await laptop.health()).toMatchObject({ state: 'active', host: world.service.host, own: true })
  await tablet.subscribe()
  expect(await tablet.ask('/push/subscription', { method: 'DELETE' })).toEqual({ removed: true })
  expect(await tablet.ask('/push/subscription', { method: 'DELETE' })).toEqual({ removed: false })
  await tablet.subscribe()
})

test('settings: one change keeps what the others set, and nonsense is refused', async () => {
  await Promise.all([anna.set({ reactions: false }), anna.set({ calls: false }), anna.set({ groups: 'mentions' })])
  expect(await anna.ask('/push/settings')).toEqual({
    direct: 'all',
    groups: 'mentions',
    reactions: false,
    calls: false,
    requests: true,
    quiet: null,
    mutedUntil: 0,
  })
  const quiet = { from: 1320, to: 420, tz: 'Asia/Novosibirsk', days: [1, 7] }
  expect(await anna.set({ quiet })).toMatchObject({ quiet })
  for (const wrong of [
    { ...quiet, tz: 'Mars/Olympus' },
    { ...quiet, from: 1440 },
    { ...quiet, days: [] },
  ]) {
    const answer = await anna.client.ask('/push/settings', { method: 'PATCH', body: { quiet: wrong } })
    expect(answer).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  }
})

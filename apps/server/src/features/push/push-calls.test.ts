import type { CallId, ChatId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomId } from '../../testing/people.ts'
import { PushWorld } from './pushes.fixture.ts'
import type { PushPerson } from './pushes.fixture.ts'

let world: PushWorld
let anna: PushPerson
let boris: PushPerson
let tablet: PushPerson
let chat: ChatId
const media = { audio: true, video: false, screen: false, hand: false }

beforeAll(async () => {
  world = await PushWorld.start()
  ;({ anna, boris, chat } = await world.meet())
  tablet = await boris.secondDevice()
  await boris.subscribe()
  await tablet.subscribe()
})
afterAll(() => world.stop())

async function ring(): Promise<CallId> {
  const call = randomId() as CallId
  await anna.ask('/calls', { body: { call, chat, media } })
  return call
}
const hears = (person: PushPerson, call: CallId, kind: string, from = 0) =>
  person.subscription.next(
    ({ payload: { notification } }) => notification.data.call === call && notification.data.kind === kind,
    from,
    8000,
  )

test('S15 a ring is urgent, lives as long as it rings, names only its call, and comes again to who is not connected', async () => {
  await tablet.connect()
  const call = await ring()
  const push = await hears(boris, call, 'ring')
  expect(push.urgency).toBe('high')
  expect(push.ttl).toBeGreaterThan(40)
  expect(push.ttl).toBeLessThanOrEqual(45)
  expect(push.payload.notification).toMatchObject({ title: 'Incoming call', tag: `${boris.user}:call:${call}` })
  expect(push.payload.notification.data).toEqual({
    user: boris.user,
    kind: 'ring',
    at: expect.any(Number),
    call,
    until: expect.any(Number),
  })
  await hears(tablet, call, 'ring')
  const again = await hears(boris, call, 'ring', boris.subscription.pushes.indexOf(push) + 1)
  expect(again.at - push.at).toBeGreaterThan(4500)
  expect(again.topic).toBe(push.topic)
  expect(tablet.subscription.pushes).toHaveLength(1)
  await anna.ask(`/calls/${call}/leave`, { body: {} })
  const missed = await hears(boris, call, 'missed_call')
  expect(missed).toMatchObject({ topic: push.topic, payload: { notification: { data: { chat } } } })
  await hears(tablet, call, 'missed_call')
})

test('who answers is not told that he missed it, and his other devices stop ringing', async () => {
  const from = boris.subscription.pushes.length
  const call = await ring()
  await hears(boris, call, 'ring')
  const answeredAt = world.server.now()
  await tablet.ask(`/calls/${call}/join`, { body: { media } })
  const over = await hears(boris, call, 'ring_over', from + 1)
  expect(over.at - answeredAt, 'not only when it would ring again').toBeLessThan(3000)
  expect(over.payload.notification).toMatchObject({
    title: 'The call rings no more',
    tag: `${boris.user}:call:${call}`,
  })
  expect(over.payload.notification.data).not.toHaveProperty('chat')
  expect(await boris.hearsNothing(from + 2, 5600)).toBe(true)
  await anna.ask(`/calls/${call}/leave`, { body: {} })
  expect(await boris.hearsNothing(from + 2)).toBe(true)
})

test('who refuses hears no more of it on the device that did it, and the others stop ringing', async () => {
  const [from, fromTablet] = [boris.subscription.pushes.length, tablet.subscription.pushes.length]
  const call = await ring()
  await hears(boris, call, 'ring')
  await hears(tablet, call, 'ring')
  await boris.ask(`/calls/${call}/decline`, { body: {} })
  await hears(tablet, call, 'ring_over')
  expect(await boris.hearsNothing(from + 1)).toBe(true)
  expect(tablet.subscription.pushes).toHaveLength(fromTablet + 2)
})

test('a device that is looked at rings by itself, and by a push once it is closed', async () => {
  const from = tablet.subscription.pushes.length
  await tablet.look(true)
  const call = await ring()
  expect(await tablet.hearsNothing(from, 5600)).toBe(true)
  await tablet.look(false)
  await hears(tablet, call, 'ring', from)
  await anna.ask(`/calls/${call}/leave`, { body: {} })
  await hears(tablet, call, 'missed_call', from)
})

test('calls that I want to hear nothing of are not pushed; a muted chat rings all the same', async () => {
  await boris.set({ calls: false })
  const from = boris.subscription.pushes.length
  const silent = await ring()
  await anna.ask(`/calls/${silent}/leave`, { body: {} })
  expect(await boris.hearsNothing(from)).toBe(true)
  await boris.set({ calls: true })
  await boris.ask(`/chats/${chat}/mute`, { method: 'PUT', body: { until: world.server.now() + 60_000 } })
  const loud = await ring()
  await hears(boris, loud, 'ring')
  await anna.ask(`/calls/${loud}/leave`, { body: {} })
})

import type { ChatId } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PushWorld } from './pushes.fixture.ts'
import type { PushPerson } from './pushes.fixture.ts'

let world: PushWorld
let anna: PushPerson
let boris: PushPerson
let chat: ChatId

beforeAll(async () => {
  world = await PushWorld.start()
  ;({ anna, boris, chat } = await world.meet())
  await boris.subscribe()
})
afterAll(() => world.stop())

test('S10 a message is pushed to who is away, sealed for the device, and without a word in clear', async () => {
  const { seq, msgId, envelope } = await anna.say(chat)
  const push = await boris.subscription.next(({ payload }) => payload.notification.data.seq === seq)
  expect(push).toMatchObject({ urgency: 'high', vapid: { aud: `http://${world.service.host}` } })
  expect(push.ttl).toBeGreaterThan(6 * 86_400)
  expect(push.payload).toEqual({
    web_push: 8030,
    mutable: true,
    app_badge: expect.any(Number),
    notification: {
      title: 'New message',
      navigate: `${world.server.url.replace('127.0.0.1', 'localhost')}/c/${chat}?m=${seq}`,
      lang: 'en',
      dir: 'auto',
      tag: `${boris.user}:chat:${chat}`,
      data: {
        user: boris.user,
        kind: 'message',
        at: expect.any(Number),
        chat,
        seq,
        msgId,
        sender: anna.user,
        device: anna.device,
        epoch: 0,
      },
    },
  })
  expect(push.json).not.toContain(envelope)
})

test('R21 the sealed message rides along once the device said that it can open it, and not where content is hidden', async () => {
  expect(await boris.ask('/push/epochs', { method: 'PUT', body: { epochs: [{ chat, epoch: 0 }] } })).toEqual({
    stored: 1,
  })
  const small = await anna.say(chat)
  const push = await boris.subscription.next(({ payload }) => payload.notification.data.seq === small.seq)
  expect(push.payload.notification.data.envelope).toBe(small.envelope)
  const large = await anna.say(chat, { size: 4096 })
  const lean = await boris.subscription.next(({ payload }) => payload.notification.data.seq === large.seq)
  expect(lean.payload.notification.data).toMatchObject({ msgId: large.msgId })
  expect(lean.payload.notification.data.envelope).toBeUndefined()
  await boris.subscribe({ hideContent: true, lang: 'ru' }, boris.subscription)
  const hidden = await anna.say(chat)
  const dark = await boris.subscription.next(({ payload }) => payload.notification.data.seq === hidden.seq)
  expect(dark.payload.notification.data.envelope).toBeUndefined()
  expect(dark.payload.notification).toMatchObject({ lang: 'ru', title: 'Новое сообщение' })
  await boris.subscribe({ hideContent: false }, boris.subscription)
})

test('a reaction to my message is pushed, one to the message of another is not', async () => {
  const mine = await boris.say(chat)
  const hers = await anna.say(chat)
  const from = boris.subscription.pushes.length
  await anna.say(chat, { kind: KIND.reaction, target: hers.msgId })
  const { seq } = await anna.say(chat, { kind: KIND.reaction, target: mine.msgId })
  const push = await boris.subscription.next(({ payload }) => payload.notification.data.kind === 'reaction', from)
  expect(push).toMatchObject({ urgency: 'normal', payload: { notification: { data: { seq, target: mine.msgId } } } })
})

import { call } from '@orpc/server'
import { setTimeout as pause } from 'node:timers/promises'
import type { ChatId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import { sealedEnvelope } from '../../testing/sealed.ts'

let server: RealtimeHarness

beforeAll(async () => {
  server = await RealtimeHarness.start()
})
afterAll(async () => {
  await server.stop()
  expect(server.errors).toEqual([])
})

/** Three messages of Anna in her chat with Boris. */
async function chatOfTwo({ stranger = false } = {}) {
  const [anna, boris] = [server.add(new TestPerson()), server.add(new TestPerson())]
  const { chat } = await server.createDirect(anna, boris, { stranger })
  const [a, b, b2] = await Promise.all([server.connect(anna), server.connect(boris), server.connect(boris)])
  for (let i = 0; i < 3; i++) await a.send(sealedEnvelope(anna, chat))
  return { anna, boris, chat, a, b, b2, close: () => Promise.all([a.close(), b.close(), b2.close()]) }
}

const receipts = (person: TestPerson, on: boolean) =>
  server.database.sql`UPDATE users SET read_receipts = ${on} WHERE id = ${person.user}`

async function markIn(chat: ChatId, of: TestPerson, as: TestPerson) {
  const head = await call(server.realtime.chats.get, { chat }, server.as(as))
  return head.marks.find((mark) => mark.user === of.user)
}

test('R17 who hides what he read shows that it arrived; his own devices know all', async () => {
  const { anna, boris, chat, a, b, b2, close } = await chatOfTwo()
  await receipts(boris, false)
  b.tell({ t: 'chat.mark', chat, read: 2 })
  expect(await a.next('chat.marked')).toEqual({ t: 'chat.marked', chat, user: boris.user, delivered: 2, read: 0 })
  expect(await b2.next('chat.marked')).toMatchObject({ delivered: 2, read: 2, readCount: 2 })
  expect(await markIn(chat, boris, anna)).toEqual({ user: boris.user, delivered: 2, read: 0 })
  expect(await markIn(chat, boris, boris)).toEqual({ user: boris.user, delivered: 2, read: 2 })
  await receipts(boris, true)
  expect(await markIn(chat, boris, anna)).toEqual({ user: boris.user, delivered: 2, read: 2 })
  await close()
})

test('R17 who hides what he read does not see what others read', async () => {
  const { anna, boris, chat, a, b, close } = await chatOfTwo()
  await receipts(anna, false)
  b.tell({ t: 'chat.mark', chat, read: 2 })
  await a.next('chat.marked')
  await pause(100)
  expect(a.all('chat.marked').map((frame) => frame.read)).toEqual([0])
  expect(await markIn(chat, boris, anna)).toEqual({ user: boris.user, delivered: 2, read: 0 })
  expect(await markIn(chat, anna, anna)).toMatchObject({ read: 3 })
  expect(await markIn(chat, anna, boris)).toMatchObject({ delivered: 3, read: 0 })
  await close()
})

test('R17 in a group those who show what they read see each other, the others see what arrived', async () => {
  const { anna, boris, chat, a, b, close } = await chatOfTwo()
  const carla = server.add(new TestPerson())
  await server.added()
  await server.database.sql`
    INSERT INTO chat_participants (chat_id, user_id, role) VALUES (${chat}, ${carla.user}, 'member')`
  await server.database.sql`UPDATE chats SET member_count = 3, kind = 'group' WHERE id = ${chat}`
  await receipts(carla, false)
  const c = await server.connect(carla)
  b.tell({ t: 'chat.mark', chat, read: 3 })
  expect(await a.next('chat.marked', (frame) => frame.read === 3)).toMatchObject({ user: boris.user, delivered: 3 })
  await c.next('chat.marked', (frame) => frame.delivered === 3)
  expect(c.all('chat.marked').map((frame) => frame.read)).toEqual([0])
  expect(await markIn(chat, boris, anna)).toMatchObject({ read: 3 })
  expect(await markIn(chat, boris, carla)).toMatchObject({ delivered: 3, read: 0 })
  await Promise.all([close(), c.close()])
})

test('R7 a stranger learns nothing of the marks in his request, not even that it arrived', async () => {
  const { anna, boris, chat, a, b, b2, close } = await chatOfTwo({ stranger: true })
  b.tell({ t: 'chat.mark', chat, read: 2 })
  expect(await b2.next('chat.marked')).toMatchObject({ read: 2 })
  await pause(100)
  expect(a.all('chat.marked')).toEqual([])
  expect(await markIn(chat, boris, anna)).toEqual({ user: boris.user, delivered: 0, read: 0 })
  await call(server.realtime.chats.accept, { chat }, server.as(boris))
  expect(await markIn(chat, boris, anna)).toEqual({ user: boris.user, delivered: 2, read: 2 })
  await close()
})

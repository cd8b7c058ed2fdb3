import { call } from '@orpc/server'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newChatId, TestPerson } from '../../testing/people.ts'
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

const someone = (): TestPerson => server.add(new TestPerson())

test('R17 marks only rise, never pass the end of the log, and both sides are told', async () => {
  const [anna, boris] = [someone(), someone()]
  const { chat } = await server.createDirect(anna, boris)
  const [a, b, b2] = await Promise.all([server.connect(anna), server.connect(boris), server.connect(boris)])
  for (let i = 0; i < 5; i++) await a.send(sealedEnvelope(anna, chat))
  b.tell({ t: 'chat.mark', chat, delivered: 4 })
  expect(await a.next('chat.marked')).toEqual({ t: 'chat.marked', chat, user: boris.user, delivered: 4, read: 0 })
  b.tell({ t: 'chat.mark', chat, delivered: 2, read: 3 })
  expect(await b2.next('chat.marked', (frame) => frame.read === 3)).toMatchObject({ delivered: 4, readCount: 3 })
  b.tell({ t: 'chat.mark', chat, read: 1 })
  b.tell({ t: 'chat.mark', chat, delivered: 999, read: 999 })
  expect(await a.next('chat.marked', (frame) => frame.read > 3)).toMatchObject({ delivered: 5, read: 5 })
  const head = await call(server.realtime.chats.get, { chat }, server.as(anna))
  expect(head.marks).toContainEqual({ user: boris.user, delivered: 5, read: 5 })
  const reads = await server.database.sql<{ seq: number }[]>`
    SELECT up_to_seq::float8 AS seq FROM message_reads WHERE chat_id = ${chat} AND user_id = ${boris.user} ORDER BY at`
  expect(reads.map((row) => row.seq)).toEqual([3, 5])
  await Promise.all([a.close(), b.close(), b2.close()])
})

test('R12 a mark moves the vector of both sides', async () => {
  const [anna, boris] = [someone(), someone()]
  const { chat } = await server.createDirect(anna, boris)
  const [a, b] = await Promise.all([server.connect(anna), server.connect(boris)])
  await a.send(sealedEnvelope(anna, chat))
  const list = (person: TestPerson, cursor?: string) =>
    call(server.realtime.chats.list, cursor === undefined ? {} : { cursor }, server.as(person))
  const [mine, his] = [await list(anna), await list(boris)]
  b.tell({ t: 'chat.mark', chat, read: 1 })
  await a.next('chat.marked')
  expect((await list(anna, mine.cursor)).chats).toMatchObject([
    { id: chat, marks: expect.arrayContaining([{ user: boris.user, delivered: 1, read: 1 }]) },
  ])
  expect((await list(boris, his.cursor)).chats).toMatchObject([{ id: chat, readCount: 1 }])
  await Promise.all([a.close(), b.close()])
})

test('R17 marks of strangers and of chats that do not exist are passed over; many in a second are one statement', async () => {
  const [anna, boris, carla] = [someone(), someone(), someone()]
  const { chat } = await server.createDirect(anna, boris)
  const [a, b, c] = await Promise.all([server.connect(anna), server.connect(boris), server.connect(carla)])
  for (let i = 0; i < 20; i++) await a.send(sealedEnvelope(anna, chat))
  c.tell({ t: 'chat.mark', chat, read: 20 })
  c.tell({ t: 'chat.mark', chat: newChatId(), read: 1 })
  for (let i = 1; i <= 20; i++) b.tell({ t: 'chat.mark', chat, read: i })
  await a.next('chat.marked', (frame) => frame.read === 20)
  await pause(50)
  expect(a.all('chat.marked').length).toBeLessThanOrEqual(2)
  expect(c.all('chat.marked')).toEqual([])
  await Promise.all([a.close(), b.close(), c.close()])
})

test('R17 above 20 members only the person himself is told', async () => {
  const [anna, boris] = [someone(), someone()]
  const { chat } = await server.createDirect(anna, boris)
  await server.database.sql`UPDATE chats SET member_count = 21 WHERE id = ${chat}`
  const [a, b] = await Promise.all([server.connect(anna), server.connect(boris)])
  await a.send(sealedEnvelope(anna, chat))
  b.tell({ t: 'chat.mark', chat, read: 1 })
  expect(await b.next('chat.marked')).toMatchObject({ readCount: 1 })
  expect(a.all('chat.marked')).toEqual([])
  expect(await call(server.realtime.chats.get, { chat }, server.as(anna))).toMatchObject({
    marks: [{ user: anna.user, delivered: 1, read: 1 }],
    members: [],
  })
  await Promise.all([a.close(), b.close()])
})

import { setTimeout as pause } from 'node:timers/promises'
import { KIND } from '@soroka/protocol/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGroup } from '../../testing/groups.ts'
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

const someone = (): TestPerson => server.add(new TestPerson())

test('R17 in a large chat the latest senders hear how many have read their newest, once for many marks', async () => {
  const [anna, boris, ...others] = Array.from({ length: 22 }, someone) as [TestPerson, TestPerson, ...TestPerson[]]
  await server.added()
  const { chat } = await createGroup(server, anna, [boris, ...others])
  const hidden = others[3]?.user ?? ''
  await server.database.sql`UPDATE users SET read_receipts = false WHERE id = ${hidden}`
  const [a, b] = await Promise.all([server.connect(anna), server.connect(boris)])
  await a.send(sealedEnvelope(anna, chat))
  await b.send(sealedEnvelope(boris, chat))
  await a.send(sealedEnvelope(anna, chat))
  await a.send(sealedEnvelope(anna, chat, { kind: KIND.meta }))
  const readers = await Promise.all(others.slice(0, 5).map((person) => server.connect(person)))
  for (const [at, socket] of readers.entries()) socket.tell({ t: 'chat.mark', chat, read: at === 0 ? 1 : 4 })
  // Of the five, one has read the first row alone and one hides it; Boris wrote after the first row.
  expect(await a.next('chat.read', (frame) => frame.upTo === 3)).toEqual({ t: 'chat.read', chat, upTo: 3, readers: 3 })
  expect(await b.next('chat.read')).toEqual({ t: 'chat.read', chat, upTo: 2, readers: 4 })
  await pause(100)
  expect(a.all('chat.read').length).toBeLessThanOrEqual(2)
  expect(a.all('chat.marked')).toEqual([])
  expect(readers.flatMap((socket) => socket.all('chat.read'))).toEqual([])
  await Promise.all([a, b, ...readers].map((socket) => socket.close()))
})

test('R17 who hides what he reads is not told what others read', async () => {
  const [anna, boris, ...others] = Array.from({ length: 21 }, someone) as [TestPerson, TestPerson, ...TestPerson[]]
  await server.added()
  const { chat } = await createGroup(server, anna, [boris, ...others])
  await server.database.sql`UPDATE users SET read_receipts = false WHERE id = ${anna.user}`
  const [a, b] = await Promise.all([server.connect(anna), server.connect(boris)])
  await a.send(sealedEnvelope(anna, chat))
  b.tell({ t: 'chat.mark', chat, read: 1 })
  await b.next('chat.marked')
  await pause(2300)
  expect(a.all('chat.read')).toEqual([])
  await Promise.all([a.close(), b.close()])
})

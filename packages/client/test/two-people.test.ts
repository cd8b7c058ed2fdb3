import { afterAll, beforeAll, expect, test } from 'vitest'
import { deliveryOf } from '../src/types.ts'
import { annaAndBoris, chatOf, closeAll, isOnline, type Screen, shows, until } from './people.ts'
import type { RestartableServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen

beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
})
afterAll(() => closeAll(server, anna, boris))

test('two people find each other and write both ways', async () => {
  await isOnline(anna)
  await isOnline(boris)
  const [found] = await anna.client.people.find(boris.nickname)
  expect(found).toMatchObject({ id: boris.user, name: 'Boris' })
  const chat = await anna.client.chats.openDirect(boris.user)
  expect(chat).toMatchObject({ title: 'Boris', kind: 'direct', unread: 0 })
  const sent = await anna.client.messages.send(chat.id, 'hello')
  expect(sent).toMatchObject({ state: 'pending', own: true })
  await shows(anna, chat.id, ['hello'])
  await shows(boris, chat.id, ['hello'])
  expect(await until(async () => (await chatOf(boris, chat.id)).unread === 1)).toBe(true)
  await boris.client.messages.send(chat.id, 'and hello to you')
  const both = await shows(anna, chat.id, ['hello', 'and hello to you'])
  expect(both[0]?.key).toBe(sent.key)
  expect(both.map((message) => message.seq)).toEqual([1, 2])
  await until(async () => deliveryOf(both[0] as never, await chatOf(anna, chat.id)) === 'read')
  expect((await chatOf(boris, chat.id)).unread).toBe(0)
  expect((await chatOf(anna, chat.id)).unread).toBe(1)
  await anna.client.chats.markRead(chat.id, 2)
  await until(async () => (await chatOf(boris, chat.id)).peerRead === 2)
  expect((await chatOf(anna, chat.id)).unread).toBe(0)
})

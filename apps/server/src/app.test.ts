import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, TestClient } from './testing/index.ts'
import type { TestServer } from './testing/index.ts'
import { directEpoch, sealedEnvelope } from './testing/sealed.ts'
import { TestSocket } from './testing/test-socket.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

async function connect(who: TestClient): Promise<TestSocket> {
  const { ticket } = (await who.ask<{ ticket: string }>('/auth/ticket', { body: {} })).body
  const socket = new TestSocket(`ws://127.0.0.1:${server.port}/ws/${ticket}`)
  await socket.next('ready')
  return socket
}

test('two people sign up, find each other, and a message goes from one to the other', async () => {
  const anna = await new TestClient(server).signUp({ nickname: 'anna' })
  const boris = await new TestClient(server).signUp({ nickname: 'boris' })
  const found = await anna.ask<{ people: { id: string }[] }>('/users?query=boris')
  expect(found.body.people).toMatchObject([{ id: boris.user }])
  const [a, b] = [await connect(anna), await connect(boris)]
  const chat = directEpoch(anna.person, boris.person)
  const created = await anna.ask('/chats/direct', { body: { record: chat.record, boxes: chat.boxes } })
  expect(created).toMatchObject({ status: 200, body: { id: chat.chat, epoch: 0 } })
  await b.next('chat.changed', (frame) => frame.chat === chat.chat)
  expect(await a.send(sealedEnvelope(anna.person, chat.chat))).toMatchObject({ seq: 1 })
  expect(await b.next('message.created', (frame) => frame.chat === chat.chat)).toMatchObject({ seq: 1 })
  const page = await boris.ask<{ rows: unknown[] }>(`/chats/${chat.chat}/messages`)
  expect(page.body.rows).toHaveLength(1)
  const stranger = await new TestClient(server).signUp()
  expect(await stranger.ask(`/chats/${chat.chat}/messages`)).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  await Promise.all([a.close(), b.close()])
})

test('a new device and a new name are told to those who see the person', async () => {
  const anna = await new TestClient(server).signUp()
  const socket = await connect(anna)
  await anna.signIn()
  await socket.next('user.changed', (frame) => frame.user === anna.user)
  await anna.ask('/account', { method: 'PATCH', body: { name: 'Another' } })
  await socket.next('user.changed', (frame) => frame.user === anna.user)
  await socket.close()
})

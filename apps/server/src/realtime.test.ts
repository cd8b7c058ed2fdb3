import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChatHead } from '@soroka/protocol/contract'
import { directEpoch, sealedEnvelope } from './testing/sealed.ts'
import { ask, startTestServer, TestClient } from './testing/index.ts'
import type { TestServer } from './testing/index.ts'
import { TestSocket } from './testing/test-socket.ts'

let server: TestServer
let anna: TestClient
let boris: TestClient

beforeAll(async () => {
  server = await startTestServer()
  anna = await new TestClient(server).signUp()
  boris = await new TestClient(server).signUp()
})
afterAll(() => server.stop())

async function ticketOf(client: TestClient): Promise<string> {
  const { body } = await client.ask<{ ticket: string }>('/auth/ticket', { method: 'POST' })
  return body.ticket
}

const urlOf = (ticket: string): string => `ws://127.0.0.1:${server.port}/ws/${ticket}`

async function connect(client: TestClient): Promise<TestSocket> {
  const socket = new TestSocket(urlOf(await ticketOf(client)))
  await socket.next('ready')
  return socket
}

describe('two people with accounts', () => {
  test('G1 G5 create a chat, write both ways, mark, and read it all back over HTTP', async () => {
    const [a, b] = [await connect(anna), await connect(boris)]
    const { chat, record, boxes } = directEpoch(anna.person, boris.person)
    const created = await anna.ask<ChatHead>('/chats/direct', { body: { record, boxes } })
    expect(created).toMatchObject({ status: 200, body: { id: chat, kind: 'direct', epoch: 0 } })
    await b.next('chat.changed', (frame) => frame.chat === chat)
    const first = sealedEnvelope(anna.person, chat)
    const second = sealedEnvelope(boris.person, chat)
    expect(await a.send(first)).toMatchObject({ t: 'message.accepted', seq: 1 })
    expect(await b.next('message.created')).toMatchObject({ seq: 1, envelope: first })
    expect(await b.send(second)).toMatchObject({ seq: 2 })
    a.tell({ t: 'chat.mark', chat, read: 2 })
    await b.next('chat.marked', (frame) => frame.user === anna.user && frame.read === 2)
    const page = await anna.ask<{ rows: { envelope: string }[] }>(`/chats/${chat}/messages?after=0`)
    expect(page.body.rows.map((row) => row.envelope)).toEqual([first, second])
    const list = await boris.ask<{ chats: ChatHead[] }>('/chats')
    expect(list.body.chats).toMatchObject([{ id: chat, lastSeq: 2, msgCount: 2, readCount: 2 }])
    await Promise.all([a.close(), b.close()])
  })

  test('R7 the second creator gets 409 with the head; a stranger gets 404; nobody without a token gets 401', async () => {
    const { chat, record, boxes } = directEpoch(boris.person, anna.person)
    const lost = await boris.ask<{ data: { head: ChatHead } }>('/chats/direct', { body: { record, boxes } })
    expect(lost).toMatchObject({ status: 409, code: 'CHAT_EXISTS', body: { data: { head: { id: chat, epoch: 0 } } } })
    const carla = await new TestClient(server).signUp()
    expect(await carla.ask(`/chats/${chat}`)).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect(await ask(`${server.url}/api/chats/${chat}`)).toMatchObject({ status: 401 })
    expect(await anna.ask('/chats/not-an-id')).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
    expect(await anna.ask('/chats?page=garbage')).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  })

  test('S4 a ticket of the API works once and for 30 s', async () => {
    const ticket = await ticketOf(anna)
    const socket = new TestSocket(urlOf(ticket))
    await socket.next('ready')
    expect((await new TestSocket(urlOf(ticket)).closed).code).toBe(1006)
    const late = await ticketOf(anna)
    server.advance(31_000)
    expect((await new TestSocket(urlOf(late)).closed).code).toBe(1006)
    await socket.close()
  })

  test('G10 signing out closes the socket with its reason', async () => {
    const second = await boris.signIn()
    const socket = await connect(second)
    await second.signOut()
    expect((await socket.next('session.ended')).reason).toBe('signed_out')
    expect((await socket.closed).code).toBe(4001)
  })

  test('the figures of the sockets and of the persist path are shown', async () => {
    const socket = await connect(anna)
    const { body } = await ask<string>(`${server.url}/metrics`)
    for (const name of [
      'soroka_ws_connections 1',
      'soroka_ws_deliveries_total',
      'soroka_message_ack_seconds_bucket',
      'soroka_persist_commits_total',
      'nodejs_eventloop_lag',
    ])
      expect(body).toContain(name)
    await socket.close()
  })
})

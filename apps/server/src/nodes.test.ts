// Two servers in processes of their own that share a database and a Redis.
import { setTimeout as pause } from 'node:timers/promises'
import type { ChatId } from '@soroka/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ask, TestClient } from './testing/index.ts'
import { NodeProcesses } from './testing/node-processes.ts'
import { revoke } from './testing/renewals.ts'
import { directEpoch, sealedEnvelope } from './testing/sealed.ts'
import { hasRedis, TestRedis } from './testing/test-redis.ts'
import { TestSocket } from './testing/test-socket.ts'

let redis: TestRedis
let nodes: NodeProcesses
let anna: TestClient
let boris: TestClient
let chat: ChatId
let sockets: TestSocket[] = []

async function post<T>(who: TestClient, at: number, path: string, body: object): Promise<T> {
  return (await ask<T>(`${nodes.url(at)}/api${path}`, { body, token: who.session.accessToken })).body
}

async function connect(who: TestClient, at: number): Promise<TestSocket> {
  const { ticket } = await post<{ ticket: string }>(who, at, '/auth/ticket', {})
  const socket = new TestSocket(`${nodes.url(at).replace('http', 'ws')}/ws/${ticket}`)
  sockets.push(socket)
  await socket.next('ready')
  return socket
}

/** What the log of the chat has after a row. */
async function read(who: TestClient, after: number): Promise<string[]> {
  const page = await who.ask<{ rows: { envelope: string }[] }>(`/chats/${chat}/messages?after=${after}`)
  return page.body.rows.map(({ envelope }) => envelope)
}

/** Both nodes have their lines again, each in its own time: what Anna's device says reaches the other as it is said. */
async function areTogether(a: TestSocket, b: TestSocket): Promise<void> {
  const said = new Set<string>()
  const isHeard = () => b.all('message.created').some(({ envelope }) => said.has(envelope))
  await expect
    .poll(
      async () => {
        const envelope = sealedEnvelope(anna.person, chat)
        said.add(envelope)
        await a.send(envelope)
        return isHeard()
      },
      { timeout: 5000, interval: 100 },
    )
    .toBe(true)
}

describe.runIf(hasRedis)('two nodes', () => {
  beforeAll(async () => {
    redis = await TestRedis.start()
    nodes = await NodeProcesses.start(2, { REDIS_URL: redis.url })
    anna = await new TestClient(nodes.server).signUp()
    boris = await new TestClient(nodes.server).signUp()
    const epoch = directEpoch(anna.person, boris.person)
    await anna.ask('/chats/direct', { body: { record: epoch.record, boxes: epoch.boxes } })
    ;({ chat } = epoch)
  }, 60_000)
  afterEach(() => {
    for (const socket of sockets) socket.ws.terminate()
    sockets = []
  })
  afterAll(async () => {
    await nodes.stop()
    await redis.stop()
    expect(nodes.logged.filter((line) => !line.includes('Redis is away'))).toEqual([])
  })

  test('G5 a message from a device of one node reaches those of the other, in the order of seq', async () => {
    const [a, b] = [await connect(anna, 0), await connect(boris, 1)]
    const sent = Array.from({ length: 20 }, () => sealedEnvelope(anna.person, chat))
    for (const envelope of sent) await a.send(envelope)
    await b.next('message.created', ({ envelope }) => envelope === sent.at(-1))
    expect(b.all('message.created').map(({ envelope }) => envelope)).toEqual(sent)
  })

  test('R12 whoever comes into a chat by one node hears it on the other', async () => {
    const carla = await new TestClient(nodes.server).signUp()
    const c = await connect(carla, 1)
    const epoch = directEpoch(boris.person, carla.person)
    await post(boris, 0, '/chats/direct', { record: epoch.record, boxes: epoch.boxes })
    await c.next('chat.changed', (frame) => frame.chat === epoch.chat)
    const b = await connect(boris, 0)
    await b.send(sealedEnvelope(boris.person, epoch.chat))
    await c.next('message.created', (frame) => frame.chat === epoch.chat)
  })

  test('G10 a session that ends on one node ends its sockets on the other', async () => {
    const device = await anna.signIn()
    const socket = await connect(device, 1)
    await device.signOut()
    expect((await socket.next('session.ended')).reason).toBe('signed_out')
    expect((await socket.closed).code).toBe(4001)
  })

  test('R1 G10 a device that is revoked on one node closes on the other within 5 s, and is let in by neither', async () => {
    const clara = await new TestClient(nodes.server).signUp()
    const lost = await clara.signIn()
    const [socket, own] = [await connect(lost, 1), await connect(clara, 1)]
    const from = performance.now()
    expect((await revoke(clara, [lost.device.id])).status).toBe(200)
    expect((await socket.next('session.ended')).reason).toBe('revoked')
    expect((await socket.closed).code).toBe(4001)
    expect(performance.now() - from).toBeLessThan(5000)
    expect((await own.next('user.changed')).user).toBe(clara.user)
    for (const at of [0, 1])
      expect(await ask(`${nodes.url(at)}/api/account`, { token: lost.session.accessToken })).toMatchObject({
        status: 401,
        code: 'SESSION_ENDED',
      })
  })

  test('G10 a session that ends while Redis is away ends its sockets on the other node all the same', async () => {
    const device = await boris.signIn()
    const socket = await connect(device, 1)
    await redis.kill()
    await device.signOut()
    expect((await socket.next('session.ended')).reason).toBe('signed_out')
    expect((await socket.closed).code).toBe(4001)
    await redis.restart()
  })

  test('G7 Redis is killed: both nodes go on, and what the other missed it is told to read', async () => {
    const [a, b] = [await connect(anna, 0), await connect(boris, 1)]
    const before = await a.send(sealedEnvelope(anna.person, chat))
    await redis.kill()
    const missed = sealedEnvelope(anna.person, chat)
    expect(await a.send(missed)).toMatchObject({ t: 'message.accepted' })
    // A device that comes meanwhile is let in, and hears its own node.
    const a2 = await connect(anna, 1)
    expect(await a2.send(sealedEnvelope(anna.person, chat))).toMatchObject({ t: 'message.accepted' })
    await b.next('message.created', ({ envelope }) => envelope !== missed)
    const from = b.frames.length
    await redis.restart()
    await b.next('ready', () => true, { from })
    if (!('seq' in before)) throw new Error('not accepted')
    expect((await read(boris, before.seq))[0]).toBe(missed)
    await areTogether(a, b)
  })

  test('G7 G10 a session that ended and a chat that was left while Redis was away are noticed when it is back', async () => {
    const device = await boris.signIn()
    const socket = await connect(device, 1)
    const b = await connect(boris, 1)
    const a = await connect(anna, 0)
    await redis.kill()
    await device.signOut()
    await nodes.database
      .sql`UPDATE chat_participants SET left_seq = 0 WHERE chat_id = ${chat} AND user_id = ${boris.user}`
    await redis.restart()
    expect((await socket.closed).code).toBe(4001)
    await b.next('ready', () => true, { from: 1 })
    const from = b.frames.length
    await a.send(sealedEnvelope(anna.person, chat))
    await pause(200)
    expect(b.frames.slice(from).filter(({ t }) => t === 'message.created')).toEqual([])
    await nodes.database
      .sql`UPDATE chat_participants SET left_seq = NULL WHERE chat_id = ${chat} AND user_id = ${boris.user}`
  })

  test('G9 a node that is asked to end goes on while the proxy learns of it, and sends its people to another one', async () => {
    await nodes.add()
    const [a, b] = [await connect(anna, 2), await connect(boris, 1)]
    const url = nodes.url(2)
    const ended = nodes.drain(2)
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503)
    const late = sealedEnvelope(anna.person, chat)
    expect(await a.send(late)).toMatchObject({ t: 'message.accepted' })
    await b.next('message.created', ({ envelope }) => envelope === late)
    expect((await a.closed).code).toBe(1012)
    expect(await ended).toBeGreaterThan(2000)
    expect(await ended).toBeLessThan(6000)
  })

  test('a node that begins without Redis is one of the others when it is there', async () => {
    await redis.kill()
    await nodes.add()
    const [a, b] = [await connect(anna, 0), await connect(boris, 2)]
    await redis.restart()
    await b.next('ready', () => true, { from: 1 })
    await areTogether(a, b)
    await nodes.kill(2)
  })

  test('a node is killed: its people come back on the other one and miss nothing', async () => {
    await nodes.add()
    const a = await connect(anna, 0)
    await connect(boris, 2)
    await nodes.kill(2)
    const sent = await a.send(sealedEnvelope(anna.person, chat))
    if (!('seq' in sent)) throw new Error('not accepted')
    const b = await connect(boris, 1)
    expect(await read(boris, sent.seq - 1)).toHaveLength(1)
    const after = sealedEnvelope(anna.person, chat)
    await a.send(after)
    await b.next('message.created', ({ envelope }) => envelope === after)
  })
})

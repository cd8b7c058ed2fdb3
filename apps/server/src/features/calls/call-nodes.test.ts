import type { CallId, CallState, ChatId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, TestClient } from '../../testing/index.ts'
import type { Answer } from '../../testing/index.ts'
import { NodeProcesses } from '../../testing/node-processes.ts'
import { newChatId } from '../../testing/people.ts'
import { TestSocket } from '../../testing/test-socket.ts'
import { media, newCallId } from './calls.fixture.ts'
import type { LiveCall } from './live-call.ts'

let nodes: NodeProcesses
let anna: TestClient
let boris: TestClient
const sockets: TestSocket[] = []

beforeAll(async () => {
  nodes = await NodeProcesses.start(2)
  anna = await new TestClient(nodes.server).signUp()
  boris = await new TestClient(nodes.server).signUp()
}, 60_000)
afterAll(async () => {
  for (const socket of sockets) socket.ws.terminate()
  await nodes.stop()
  expect(nodes.logged).toEqual([])
})

/** A direct chat of the two in the tables. */
async function newChat(): Promise<ChatId> {
  const chat = newChatId()
  const { sql } = nodes.database
  await sql`INSERT INTO chats (id, kind, created_at, member_count) VALUES (${chat}, 'direct', 0, 2)`
  for (const { user } of [anna, boris])
    await sql`INSERT INTO chat_participants (chat_id, user_id, role) VALUES (${chat}, ${user}, 'owner')`
  return chat
}

async function listen(who: TestClient, at: number): Promise<TestSocket> {
  const { ticket } = (await post<{ ticket: string }>(who, at, '/auth/ticket', {})).body
  const socket = new TestSocket(`${nodes.url(at).replace('http', 'ws')}/ws/${ticket}`)
  sockets.push(socket)
  await socket.next('ready')
  return socket
}

const post = <T = { call: CallState }>(who: TestClient, at: number, path: string, body: object): Promise<Answer<T>> =>
  ask<T>(`${nodes.url(at)}/api${path}`, { body, token: who.session.accessToken })

const start = async (who: TestClient, at: number, chat: ChatId, call = newCallId()): Promise<CallState> =>
  (await post(who, at, '/calls', { call, chat, media })).body.call
const join = async (who: TestClient, at: number, call: CallId): Promise<CallState> =>
  (await post(who, at, `/calls/${call}/join`, { media })).body.call

async function get(call: CallId): Promise<CallState> {
  return (await boris.ask<{ call: CallState }>(`/calls/${call}`)).body.call
}

/** So much time passes for a call: all that it remembers was so long ago. */
async function pass(call: CallId, ms: number): Promise<void> {
  const { sql } = nodes.database
  const [row] = await sql<{ live: LiveCall }[]>`SELECT live FROM calls WHERE id = ${call}`
  if (row === undefined) throw new Error('no such call')
  const ago = (at: number | null) => (at === null ? null : at - ms)
  const { live } = row
  const past = {
    ...live,
    members: live.members.map((one) => ({ ...one, ringUntil: ago(one.ringUntil), busyAt: ago(one.busyAt) })),
    devices: live.devices.map((one) => ({ ...one, heardAt: one.heardAt - ms })),
  }
  await sql`UPDATE calls SET live = ${sql.json(past)}, deadline = deadline - ${ms} WHERE id = ${call}`
}

const lines = (call: CallId) =>
  nodes.database.sql<{ user: string; outcome: string }[]>`
    SELECT user_id AS user, outcome FROM call_participants WHERE call_id = ${call} ORDER BY came_at NULLS LAST`

test('both call at once by different nodes: one call, and both are in it', async () => {
  for (let round = 0; round < 5; round++) {
    const chat = await newChat()
    const [one, two] = await Promise.all([start(anna, 0, chat), start(boris, 1, chat)])
    expect(one.id).toBe(two.id)
    expect((await get(one.id)).devices).toHaveLength(2)
    await post(anna, 1, `/calls/${one.id}/leave`, {})
  }
})

test('P107 many calls ring out while both nodes sweep: each is missed once, and told once', async () => {
  const chats = await Promise.all(Array.from({ length: 8 }, newChat))
  const [first, second] = [await listen(boris, 0), await listen(boris, 1)]
  const calls = await Promise.all(chats.map((chat, i) => start(anna, i % 2, chat)))
  await Promise.all(calls.map(({ id }) => pass(id, 46_000)))
  for (const { id } of calls) {
    await expect.poll(async () => (await get(id)).ended?.reason, { timeout: 5000 }).toBe('missed')
    expect(await lines(id)).toEqual([
      { user: anna.user, outcome: 'missed' },
      { user: boris.user, outcome: 'missed' },
    ])
  }
  const told = [first, second].flatMap((socket) => socket.all('call.changed')).filter(({ call }) => call.ended !== null)
  expect(told.map(({ call }) => call.id).toSorted()).toEqual(calls.map(({ id }) => id).toSorted())
})

test('a node is killed in mid-call: the call goes on by another one, signals too, and ends when they hang up', async () => {
  const { id } = await start(anna, 0, await newChat())
  await join(boris, 1, id)
  await nodes.kill(0)
  const [one, two] = [await listen(anna, 0), await listen(boris, 0)]
  one.tell({ t: 'call.alive', call: id })
  const to = { user: boris.user, device: boris.device.id }
  one.tell({ t: 'call.signal', id: 1, call: id, to, signal: 'AAAA' })
  expect(await two.next('call.signalled')).toMatchObject({ call: id, to: boris.device.id })
  expect(await get(id)).toMatchObject({ ended: null, devices: [{}, {}] })
  await post(anna, 0, `/calls/${id}/leave`, {})
  expect(await lines(id)).toMatchObject([{ outcome: 'completed' }, { outcome: 'completed' }])
})

test('a node is killed in mid-ring: another one ends it in time, and it is missed once', async () => {
  await nodes.add()
  const { id } = await start(anna, 0, await newChat())
  await nodes.kill(0)
  await pass(id, 46_000)
  await expect.poll(async () => (await get(id)).ended?.reason, { timeout: 5000 }).toBe('missed')
  expect(await lines(id)).toMatchObject([{ outcome: 'missed' }, { user: boris.user, outcome: 'missed' }])
})

test('P105 no node lives for a while: nobody is let go for not having been heard', async () => {
  const { id } = await start(anna, 0, await newChat())
  await join(boris, 0, id)
  await nodes.kill(0)
  await pass(id, 120_000)
  await nodes.add()
  // The new one has looked at it when the deadline lies ahead again.
  const { sql } = nodes.database
  const looked = () => sql`SELECT 1 FROM calls WHERE id = ${id} AND deadline > ${Date.now()}`
  await expect.poll(looked, { timeout: 5000 }).toHaveLength(1)
  expect(await get(id)).toMatchObject({ ended: null, devices: [{}, {}] })
})

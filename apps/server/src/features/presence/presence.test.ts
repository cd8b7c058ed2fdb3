import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newChatId, TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'

let server: RealtimeHarness
const times = { graceMs: 400, ttlMs: 3000, writeMs: 300 }

beforeAll(async () => {
  server = await RealtimeHarness.start({ presenceTimes: times })
})
afterAll(async () => {
  await server.stop()
  expect(server.errors).toEqual([])
})

const someone = (): TestPerson => server.add(new TestPerson())

describe('presence', () => {
  test('R17 who comes while he is being looked up is online in the end', async () => {
    const [anna, boris] = [someone(), someone()]
    await server.createDirect(anna, boris)
    const a = await server.connect(anna)
    let b: Awaited<ReturnType<typeof server.connect>> | undefined
    // The look-up waits at the table of last times; its answer is old when it comes.
    await server.database.sql.begin(async (holder) => {
      await holder`LOCK TABLE presence_last_seen IN ACCESS EXCLUSIVE MODE`
      a.tell({ t: 'presence.watch', users: [boris.user] })
      await pause(100)
      b = await server.connect(boris)
      await a.next('presence.changed', (frame) => frame.people[0]?.online === true)
    })
    await a.next('presence.changed', (frame) => frame.people[0]?.online === false)
    const stale = a.frames.findLastIndex((frame) => frame.t === 'presence.changed')
    await a.next('presence.changed', (frame) => frame.people[0]?.online === true, { from: stale })
    await Promise.all([a.close(), b?.close()])
  })

  test('R17 who watches is told at once and on changes; a short absence is none', async () => {
    const [anna, boris] = [someone(), someone()]
    await server.createDirect(anna, boris)
    const a = await server.connect(anna)
    a.tell({ t: 'presence.watch', users: [boris.user] })
    expect((await a.next('presence.changed')).people).toEqual([{ user: boris.user, online: false, lastSeen: null }])
    const b = await server.connect(boris)
    const online = await a.next('presence.changed', (frame) => frame.people[0]?.online === true)
    expect(online.people).toEqual([{ user: boris.user, online: true, lastSeen: null }])
    await b.close()
    await pause(times.graceMs * 0.6)
    const again = await server.connect(boris)
    await pause(times.graceMs * 1.5)
    expect(a.all('presence.changed')).toHaveLength(2)
    const left = Date.now()
    await again.close()
    const offline = await a.next('presence.changed', (frame) => frame.people[0]?.online === false, { from: 2 })
    expect(offline.people[0]?.lastSeen).toBeGreaterThanOrEqual(left - 50)
    expect(offline.people[0]?.lastSeen).toBeLessThan(left + 150)
    const from = a.frames.length
    a.tell({ t: 'presence.watch', users: [boris.user] })
    expect(await a.next('presence.changed', () => true, { from })).toEqual(offline)
    await pause(times.writeMs * 2)
    const [row] = await server.database.sql`SELECT at::float8 FROM presence_last_seen WHERE user_id = ${boris.user}`
    expect(row).toEqual({ at: offline.people[0]?.lastSeen })
    await a.close()
  })

  test('R17 people who share no chat look as if they were never here; the set replaces the one before', async () => {
    const [anna, boris, carla] = [someone(), someone(), someone()]
    await server.createDirect(anna, boris)
    const [a, b, c] = await Promise.all([server.connect(anna), server.connect(boris), server.connect(carla)])
    a.tell({ t: 'presence.watch', users: [carla.user, boris.user, carla.user] })
    expect((await a.next('presence.changed')).people).toEqual([
      { user: carla.user, online: false, lastSeen: null },
      { user: boris.user, online: true, lastSeen: null },
    ])
    a.tell({ t: 'presence.watch', users: [] })
    await a.next('presence.changed', (frame) => frame.people.length === 0)
    const before = a.frames.length
    await Promise.all([b.close(), c.close()])
    await pause(times.graceMs * 3)
    expect(a.frames.length).toBe(before)
    await a.close()
  })
})

test('P32 of sets that come in one breath the last one holds, whatever takes how long', async () => {
  const [anna, boris] = [someone(), someone()]
  await server.createDirect(anna, boris)
  const a = await server.connect(anna)
  for (let i = 0; i < 50; i++) a.tell({ t: 'presence.watch', users: [boris.user] })
  a.tell({ t: 'presence.watch', users: [] })
  await a.next('presence.changed', (frame) => frame.people.length === 0)
  await pause(100)
  expect(a.all('presence.changed').at(-1)).toEqual({ t: 'presence.changed', people: [] })
  expect(a.all('presence.changed').length).toBeLessThan(10)
  const from = a.frames.length
  const b = await server.connect(boris)
  a.tell({ t: 'ping', id: 1 })
  await a.next('pong')
  expect(a.frames.slice(from).filter((frame) => frame.t === 'presence.changed')).toEqual([])
  await Promise.all([a.close(), b.close()])
})

describe('typing', () => {
  test('R17 goes to the other members only, at most once in two seconds, and strangers may not', async () => {
    const [anna, boris] = [someone(), someone()]
    const { chat } = await server.createDirect(anna, boris)
    const [a, a2, b] = await Promise.all([server.connect(anna), server.connect(anna), server.connect(boris)])
    for (let i = 0; i < 5; i++) a.tell({ t: 'typing.start', chat })
    a2.tell({ t: 'typing.start', chat })
    expect(await b.next('typing.started')).toEqual({ t: 'typing.started', chat, user: anna.user })
    a.tell({ t: 'typing.start', chat: newChatId() })
    expect(await a.next('error')).toMatchObject({ code: 'NOT_A_MEMBER' })
    a.tell({ t: 'ping', id: 1 })
    await a.next('pong')
    expect(b.all('typing.started')).toHaveLength(1)
    expect([...a.all('typing.started'), ...a2.all('typing.started')]).toEqual([])
    await Promise.all([a.close(), a2.close(), b.close()])
  })
})

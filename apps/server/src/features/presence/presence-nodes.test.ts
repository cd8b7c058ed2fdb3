import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import { hasRedis, TestRedis } from '../../testing/test-redis.ts'
import type { TestSocket } from '../../testing/test-socket.ts'

const presenceTimes = { graceMs: 200, ttlMs: 6000, writeMs: 60_000, emptyMs: 100 }

let redis: TestRedis
let one: RealtimeHarness
let two: RealtimeHarness

describe.runIf(hasRedis)('presence of two nodes', () => {
  beforeAll(async () => {
    redis = await TestRedis.start()
    one = await RealtimeHarness.start({ redis, presenceTimes })
    two = await RealtimeHarness.start({ redis, presenceTimes, beside: one })
  })
  afterAll(async () => {
    await two.stop()
    await one.stop()
    await redis.stop()
    expect([...one.errors, ...two.errors]).toEqual([])
  })

  /** Anna on the first node and Boris, of whom nobody is connected yet. */
  async function pair() {
    const [anna, boris] = [one.add(new TestPerson()), one.add(new TestPerson())]
    const { chat } = await one.createDirect(anna, boris)
    return { anna, boris, chat, a: await one.connect(anna) }
  }

  async function look(socket: TestSocket, person: TestPerson) {
    const from = socket.frames.length
    socket.tell({ t: 'presence.watch', users: [person.user] })
    return (await socket.next('presence.changed', () => true, { from })).people[0]
  }

  /** A node says so to Redis after it has let him in. */
  const seeOnline = (socket: TestSocket, person: TestPerson, timeout = 5000) =>
    expect.poll(() => look(socket, person), { timeout }).toMatchObject({ online: true })

  const change = (socket: TestSocket, online: boolean, from: number) =>
    socket.next('presence.changed', ({ people }) => people[0]?.online === online, { from })

  test('R17 both agree on who is here and since when not, also who looks only later', async () => {
    const { anna, boris, a } = await pair()
    expect(await look(a, boris)).toMatchObject({ online: false, lastSeen: null })
    const b = await two.connect(boris)
    await change(a, true, 0)
    await seeOnline(b, anna)
    const from = a.frames.length
    await b.close()
    const gone = await change(a, false, from)
    expect(gone.people[0]?.lastSeen).toBeGreaterThan(0)
    expect(await look(a, boris)).toEqual(gone.people[0])
    await a.close()
  })

  test('R17 who goes to another node was never away', async () => {
    const { boris, a } = await pair()
    const b = await two.connect(boris)
    await seeOnline(a, boris)
    const from = a.frames.length
    const again = await one.connect(boris)
    await b.close()
    await pause(presenceTimes.graceMs * 3)
    expect(a.frames.slice(from).filter(({ t }) => t === 'presence.changed')).toEqual([])
    await seeOnline(a, boris)
    await Promise.all([a.close(), again.close()])
  })

  test('R17 typing on one node shows on the other', async () => {
    const { anna, boris, chat, a } = await pair()
    const b = await two.connect(boris)
    a.tell({ t: 'typing.start', chat })
    expect(await b.next('typing.started')).toEqual({ t: 'typing.started', chat, user: anna.user })
    await Promise.all([a.close(), b.close()])
  })

  test('G7 after FLUSHALL who is here is here again at once, and nobody who is not', async () => {
    const { boris, a } = await pair()
    const b = await two.connect(boris)
    await seeOnline(a, boris)
    await redis.ask('FLUSHALL')
    // Long before the claims would have been renewed.
    await seeOnline(a, boris, presenceTimes.ttlMs / 4)
    const from = a.frames.length
    await b.close()
    await change(a, false, from)
    await a.close()
  })

  test('G7 while Redis is away a node knows its own people, and afterwards all again', async () => {
    const { boris, a } = await pair()
    const b = await two.connect(boris)
    await seeOnline(a, boris)
    await redis.kill()
    expect(await look(a, boris)).toMatchObject({ online: false })
    const own = await one.connect(boris)
    await seeOnline(a, boris)
    await own.close()
    await redis.restart()
    await seeOnline(a, boris)
    await Promise.all([a.close(), b.close()])
  })

  test('a node that vanishes takes its people along when their claims end, and those who watch are told', async () => {
    const { boris, a } = await pair()
    const three = await RealtimeHarness.start({ redis, presenceTimes: { ...presenceTimes, ttlMs: 900 }, beside: one })
    const b = await three.connect(boris)
    await seeOnline(a, boris)
    const from = a.frames.length
    // What it claimed is not taken back. To stop may take longer than the claims last.
    await three.stop()
    await change(a, false, from)
    await Promise.all([a.close(), b.closed])
  })
})

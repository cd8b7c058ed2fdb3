import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RedisPresenceStore } from './features/presence/index.ts'
import { TestCluster } from './testing/test-cluster.ts'
import { hasRedis, openLines } from './testing/test-redis.ts'
import type { SharedRedis } from './testing/test-redis.ts'
import { TestSentinels } from './testing/test-sentinels.ts'
import { RedisRateLimiter } from './platform/limits/index.ts'
import { readRedisAddress } from './platform/redis/index.ts'
import type { RedisLines } from './platform/redis/index.ts'
import { partTags, slotOf } from './platform/redis/slots.ts'
import { busContract } from './platform/bus/bus-contract.ts'
import { LinesBus } from './platform/bus/index.ts'
import type { BusMessage, Topic } from './platform/bus/index.ts'

/** Some for each part, and so for each primary. */
const topics = Array.from({ length: 64 }, (_, i): Topic => `chat:${i}`)

describe.runIf(hasRedis)('G7 a cluster', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    cluster = await TestCluster.start()
  }, 30_000)
  afterAll(() => cluster.stop())

  busContract('two nodes with a cluster', async () => {
    const [one, two] = [await openNode(cluster), await openNode(cluster)]
    return { bus: one.bus, speaker: two.bus, close: async () => void (await Promise.all([one.close(), two.close()])) }
  })

  test('each part is a sixteenth of the slots, as Redis counts them', async () => {
    const asked = await cluster.primaryOf(0)
    for (const [part, tag] of partTags.entries()) {
      expect(await asked.ask('CLUSTER', 'KEYSLOT', `{${tag}}:x`)).toBe(slotOf(tag))
      expect(Math.floor(slotOf(tag) / 1024)).toBe(part)
    }
  })

  test('when a primary dies its topics are told of it by the next one, the others go on as if nothing were', async () => {
    const { one, two, heard, stop } = await talk(cluster)
    const slots = new Map(
      topics.map((topic) => [topic, slotOf(/\{(\d+)\}/.exec(one.lines.of(topic).prefix)?.[1] ?? '')]),
    )
    const victim = await cluster.primaryOf(0)
    const hit: Topic[] = []
    for (const [topic, slot] of slots) if ((await cluster.primaryOf(slot)) === victim) hit.push(topic)
    expect(hit.length).toBeGreaterThan(5)
    expect(hit.length).toBeLessThan(topics.length / 2)
    await cluster.kill(0)
    await everyTopic(heard, hit)
    expect([...heard].filter(([, { again }]) => again).map(([topic]) => topic)).toEqual(hit)
    await cluster.restart()
    await flows(two.bus, heard)
    stop()
    await countsTogether([one, two])
    await Promise.all([one.close(), two.close()])
  }, 30_000)

  test('a part whose primary was emptied is noticed', async () => {
    const node = await openNode(cluster)
    const store = new RedisPresenceStore(node.lines)
    expect([await store.wasEmptied(), await store.wasEmptied()]).toEqual([true, false])
    await (await cluster.primaryOf(16_383)).ask('FLUSHALL')
    expect([await store.wasEmptied(), await store.wasEmptied()]).toEqual([true, false])
    await node.close()
  })

  test('a part that is moved to another primary is heard there, at once', async () => {
    // No pulse says so here: Redis does.
    const { one, two, heard, stop } = await talk(cluster, 60_000)
    const [tag = ''] = partTags
    const slot = slotOf(tag)
    const [from, to] = [await cluster.primaryOf(slot), await cluster.primaryOf(16_383)]
    const [fromId, toId] = await Promise.all([from, to].map(async (node) => String(await node.ask('CLUSTER', 'MYID'))))
    // It is not moved while it holds keys; and whatever Redis holds may be lost.
    await from.ask('FLUSHALL')
    await to.ask('CLUSTER', 'SETSLOT', String(slot), 'IMPORTING', String(fromId))
    await from.ask('CLUSTER', 'SETSLOT', String(slot), 'MIGRATING', String(toId))
    for (const node of [to, from]) await node.ask('CLUSTER', 'SETSLOT', String(slot), 'NODE', String(toId))
    await everyTopic(
      heard,
      topics.filter((topic) => one.lines.of(topic).prefix === `soroka:{${tag}}:`),
    )
    await flows(two.bus, heard)
    stop()
    await Promise.all([one.close(), two.close()])
  }, 30_000)
})

describe.runIf(hasRedis)('G7 sentinels', () => {
  let sentinels: TestSentinels
  beforeAll(async () => {
    sentinels = await TestSentinels.start()
  }, 30_000)
  afterAll(() => sentinels.stop())

  test('when the primary dies everybody is told of it by the next one', async () => {
    const { one, two, heard, stop } = await talk(sentinels)
    await sentinels.kill()
    await everyTopic(heard, topics)
    await sentinels.restart()
    await flows(two.bus, heard)
    stop()
    await countsTogether([one, two])
    await Promise.all([one.close(), two.close()])
  }, 60_000)
})

/** What is heard of a topic: how many messages, and whether some may be lost. */
interface Heard {
  count: number
  again: boolean
}

/** One node listens to everything, another one says something of everything all the time. */
async function talk(redis: SharedRedis, pulseMs = 200) {
  const [one, two] = [await openNode(redis, pulseMs), await openNode(redis, pulseMs)]
  const heard = new Map(topics.map((topic): [Topic, Heard] => [topic, { count: 0, again: false }]))
  await one.bus.subscribe(topics, (topic, message: BusMessage) => {
    const about = heard.get(topic)
    if (about === undefined) return
    if (message.again === true) about.again = true
    else about.count++
  })
  const timer = setInterval(() => {
    for (const topic of topics) two.bus.publish(topic, { frame: '{}' })
  }, 20)
  await flows(two.bus, heard)
  for (const about of heard.values()) about.again = false
  return { one, two, heard, stop: () => clearInterval(timer) }
}

/** These may have lost something, and know it. */
async function everyTopic(heard: ReadonlyMap<Topic, Heard>, expected: readonly Topic[]): Promise<void> {
  await expect.poll(() => expected.every((topic) => heard.get(topic)?.again), { timeout: 20_000 }).toBe(true)
}

/** What is said from now on arrives. */
async function flows(speaker: LinesBus, heard: ReadonlyMap<Topic, Heard>): Promise<void> {
  await pause(50)
  const before = new Map([...heard].map(([topic, { count }]) => [topic, count]))
  for (const topic of topics) speaker.publish(topic, { frame: '{}' })
  await expect
    .poll(() => [...heard].every(([topic, { count }]) => count > (before.get(topic) ?? 0)), { timeout: 20_000 })
    .toBe(true)
}

/** What all nodes count they count again, in every part, once their lines lead to the new primaries. */
async function countsTogether(nodes: readonly { readonly lines: RedisLines }[]): Promise<void> {
  const limiters = nodes.map(({ lines }) => new RedisRateLimiter(lines))
  const rate = { amount: 3, seconds: 600 }
  let round = 0
  const passed = async (): Promise<number> => {
    round++
    const keys = topics.map((topic) => `${round} ${topic}`)
    const waits = await Promise.all(keys.flatMap((key) => [...limiters, ...limiters].map((one) => one.take(key, rate))))
    return waits.filter((wait) => wait === 0).length
  }
  await expect.poll(passed, { timeout: 20_000 }).toBe(topics.length * rate.amount)
}

async function openNode(redis: SharedRedis, pulseMs = 200) {
  const address = readRedisAddress(redis.url)
  if (address === undefined) throw new Error(`${redis.url} is no address`)
  const lines = await openLines(address)
  const errors: unknown[] = []
  const bus = await LinesBus.start(lines, { pulseMs, onError: (error) => errors.push(error) })
  return { lines, bus, close: async () => void (await Promise.all([bus.close(), lines.close()])) }
}

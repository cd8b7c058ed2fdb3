import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasRedis, TestRedis } from '../../testing/test-redis.ts'
import { busContract } from './bus-contract.ts'
import type { BusMessage, Topic } from './bus.ts'
import { RedisBus } from './redis-bus.ts'

let redis: TestRedis
const pulseMs = 100

describe.runIf(hasRedis)('with a Redis', () => {
  beforeAll(async () => {
    redis = await TestRedis.start()
  })
  afterAll(() => redis.stop())

  busContract('one node with Redis', async () => {
    const node = await openNode()
    return { bus: node.bus, speaker: node.bus, close: node.close }
  })
  busContract('two nodes', async () => {
    const [one, two] = [await openNode(), await openNode()]
    return { bus: one.bus, speaker: two.bus, close: async () => void (await Promise.all([one.close(), two.close()])) }
  })

  test('what a node says reaches its own sockets once, though Redis brings it back', async () => {
    const [one, two] = [await openNode(), await openNode()]
    const heard = await listen(one, 'chat:a')
    one.bus.publish('chat:a', { frame: 'own' })
    two.bus.publish('chat:a', { frame: 'other' })
    one.bus.publish('chat:a', { frame: 'again' })
    await expect.poll(() => heard.map(({ frame }) => frame)).toEqual(expect.arrayContaining(['own', 'other', 'again']))
    // Whatever came back stands before this one on the line.
    two.bus.publish('chat:a', { frame: 'last' })
    await expect.poll(() => heard).toContainEqual({ frame: 'last' })
    expect(heard).toHaveLength(4)
    await Promise.all([one.close(), two.close()])
  })

  test('G7 while Redis is away a node hears itself, subscribes at once, and the others hear `again` when it is back', async () => {
    const [one, two] = [await openNode(), await openNode()]
    const heard = await listen(one, 'chat:a')
    await redis.kill()
    two.bus.publish('chat:a', { frame: 'lost' })
    const own = await listen(two, 'chat:b')
    two.bus.publish('chat:b', { frame: 'here' })
    expect(own).toEqual([{ frame: 'here' }])
    await redis.restart()
    await expect.poll(() => heard).toContainEqual({ again: true })
    await expect.poll(() => own).toContainEqual({ again: true })
    // A line that has come back carries everything again.
    await expect.poll(() => one.link.isUp).toBe(true)
    one.bus.publish('chat:b', { frame: 'after' })
    await expect.poll(() => own).toContainEqual({ frame: 'after' })
    expect(heard).not.toContainEqual({ frame: 'lost' })
    await Promise.all([one.close(), two.close()])
  })

  test('G7 a node whose subscriptions alone were cut hears `again` once they stand', async () => {
    const node = await openNode()
    const heard = await listen(node, 'chat:a')
    await redis.cutSubscribers()
    await expect.poll(() => heard).toEqual([{ again: true }])
    await node.close()
  })

  test('G7 what a node could not publish is `again` for the others, whose lines never broke', async () => {
    const [one, two] = [await openNode(), await openNode()]
    const [a, b] = [await listen(one, 'chat:a'), await listen(one, 'chat:b')]
    two.link.commands.disconnect(true)
    await once(two.link.commands, 'close')
    two.bus.publish('chat:a', { frame: 'lost' })
    await expect.poll(() => a).toEqual([{ again: true }])
    expect(b).toEqual([])
    await Promise.all([one.close(), two.close()])
  })

  test('G7 what Redis took and did not bring back is `again`', async () => {
    const [one, two] = [await openNode(), await openNode()]
    const heard = await listen(one, 'chat:a')
    redis.freeze()
    two.bus.publish('chat:a', { frame: 'taken' })
    two.link.renew()
    redis.thaw()
    await expect.poll(() => heard).toContainEqual({ again: true })
    await Promise.all([one.close(), two.close()])
  })

  test('G7 a node that dies without a word may have told nobody of its last messages: the others hear `again`', async () => {
    const [one, two] = [await openNode(), await openNode()]
    const heard = await listen(one, 'chat:a')
    await pause(2 * pulseMs)
    two.link.commands.disconnect()
    two.link.subscriber.disconnect()
    await expect.poll(() => heard).toEqual([{ again: true }])
    await two.close()
    await one.close()
  })

  test.each(['before', 'after'])(
    'G7 a node that dies before its first pulse is missed by one that came %s it',
    async (when) => {
      const silent = 60_000
      const first = await openNode(when === 'before' ? pulseMs : silent)
      const second = await openNode(when === 'before' ? silent : pulseMs)
      const [one, two] = when === 'before' ? [first, second] : [second, first]
      const heard = await listen(one, 'chat:a')
      // What `one` says now comes after all that the two have told each other.
      await redis.ask('PUBLISH', 'soroka:chat:a', 'nobody {}')
      await expect.poll(() => heard).toEqual([{}])
      two.link.commands.disconnect()
      two.link.subscriber.disconnect()
      await expect.poll(() => heard).toEqual([{}, { again: true }])
      await two.close()
      await one.close()
    },
  )

  test('of a node that ends as it should nothing is missed', async () => {
    const [one, two] = [await openNode(), await openNode()]
    const heard = await listen(one, 'chat:a')
    await pause(2 * pulseMs)
    await two.close()
    await pause(8 * pulseMs)
    expect(heard).toEqual([])
    await one.close()
  })

  test('a line that is open and says nothing is given up', async () => {
    const node = await openNode()
    const heard = await listen(node, 'chat:a')
    redis.freeze()
    await expect.poll(() => node.link.subscriber.status, { timeout: 5000 }).not.toBe('ready')
    redis.thaw()
    await expect.poll(() => heard, { timeout: 5000 }).toEqual([{ again: true }])
    await node.close()
  })

  test('what no node of ours said is reported and does not stop what follows', async () => {
    const [one, two] = [await openNode(), await openNode()]
    const heard = await listen(one, 'chat:a')
    await redis.ask('PUBLISH', 'soroka:chat:a', 'stranger {"close":"x"}')
    await redis.ask('PUBLISH', 'soroka:chat:a', 'stranger {')
    two.bus.publish('chat:a', { frame: 'after' })
    await expect.poll(() => heard).toEqual([{ frame: 'after' }])
    expect(one.errors).toHaveLength(2)
    await Promise.all([one.close(), two.close()])
  })
})

async function openNode(pulse = pulseMs) {
  const link = await redis.connect()
  const errors: unknown[] = []
  const bus = await RedisBus.start({ link, pulseMs: pulse, onError: (error) => errors.push(error) })
  return { link, bus, errors, close: async () => void (await Promise.all([bus.close(), link.close()])) }
}

async function listen({ bus }: { bus: RedisBus }, topic: Topic): Promise<BusMessage[]> {
  const heard: BusMessage[] = []
  await bus.subscribe([topic], (_, message) => void heard.push(message))
  return heard
}

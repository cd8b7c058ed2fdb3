import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasRedis, TestRedis } from '../../testing/test-redis.ts'
import type { RedisLines } from '../redis/index.ts'
import { limiterContract } from './limiter-contract.ts'
import { RedisRateLimiter } from './redis-rate-limiter.ts'

let redis: TestRedis
const links: RedisLines[] = []

async function open(): Promise<RedisRateLimiter> {
  const link = await redis.open()
  links.push(link)
  return new RedisRateLimiter(link)
}

describe.runIf(hasRedis)('with a Redis', () => {
  beforeAll(async () => {
    redis = await TestRedis.start()
  })
  afterAll(async () => {
    await Promise.all(links.map((link) => link.close()))
    await redis.stop()
  })

  limiterContract('Redis', async () => {
    await redis.ask('FLUSHALL')
    return open()
  })

  test('S7 two nodes count together', async () => {
    const [one, two] = [await open(), await open()]
    const rate = { amount: 2, seconds: 600 }
    expect([await one.take('together', rate), await two.take('together', rate)]).toEqual([0, 0])
    expect(await one.take('together', rate)).toBeGreaterThan(0)
    expect(await two.take('together', rate)).toBeGreaterThan(0)
  })

  test('S7 a bucket that is full again is no key any more', async () => {
    const limiter = await open()
    await limiter.take('short', { amount: 1, seconds: 1 })
    const left = await redis.ask('PTTL', 'soroka:rate:short')
    expect(left).toBeGreaterThan(500)
    expect(left).toBeLessThanOrEqual(2000)
  })

  test('S7 while Redis is away each node counts by itself: some pass, not all, and scripts are known again when it is back', async () => {
    const limiter = await open()
    const rate = { amount: 3, seconds: 600 }
    const passed = async (key: string): Promise<number> => {
      const waits = await Promise.all(Array.from({ length: 20 }, () => limiter.take(key, rate)))
      return waits.filter((wait) => wait === 0).length
    }
    await redis.kill()
    expect(await passed('away')).toBe(3)
    await redis.restart()
    await expect.poll(() => links.at(-1)?.of('back').isUp).toBe(true)
    expect(await passed('back')).toBe(3)
    expect(await redis.ask('EXISTS', 'soroka:rate:back')).toBe(1)
  })
})

import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { RateLimiter } from './rate-limiter.ts'

/** What every limiter must do, by its own clock. */
export function limiterContract(name: string, open: () => Promise<RateLimiter>): void {
  describe(`S7 the rate limiter: ${name}`, () => {
    test('lets the amount through, says after how long a try passes, and keeps keys apart', async () => {
      const limiter = await open()
      const rate = { amount: 2, seconds: 600 }
      expect([await limiter.take('a', rate), await limiter.take('a', rate)]).toEqual([0, 0])
      expect(await limiter.take('a', rate)).toBe(300)
      expect(await limiter.take('b', rate)).toBe(0)
    })

    test('gives back with time, never more than the amount', async () => {
      const limiter = await open()
      const rate = { amount: 2, seconds: 0.2 }
      await pause(300)
      const first = await Promise.all([1, 2, 3].map(() => limiter.take('c', rate)))
      expect(first.filter((wait) => wait === 0)).toHaveLength(2)
      await pause(150)
      expect(await limiter.take('c', rate)).toBe(0)
    })

    test('of many at once no more pass than may', async () => {
      const limiter = await open()
      const waits = await Promise.all(Array.from({ length: 50 }, () => limiter.take('d', { amount: 7, seconds: 600 })))
      expect(waits.filter((wait) => wait === 0)).toHaveLength(7)
    })

    test('forgets on request', async () => {
      const limiter = await open()
      const rate = { amount: 1, seconds: 600 }
      await limiter.take('e', rate)
      expect(await limiter.take('e', rate)).toBeGreaterThan(0)
      await limiter.forget('e')
      expect(await limiter.take('e', rate)).toBe(0)
    })
  })
}

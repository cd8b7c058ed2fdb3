import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MemoryRateLimiter, openGate, takeOrThrow } from './index.ts'
import { limiterContract } from './limiter-contract.ts'

limiterContract('memory', () => Promise.resolve(new MemoryRateLimiter()))

describe('S7 the rate limiter', () => {
  test('never lets more through than the amount and what time gave back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 200 }),
        async (amount, seconds, pauses) => {
          let now = 0
          const limiter = new MemoryRateLimiter(() => now)
          let passed = 0
          for (const pause of pauses) {
            now += pause
            if ((await limiter.take('key', { amount, seconds })) === 0) passed++
          }
          expect(passed).toBeLessThanOrEqual(amount + (now / 1000 / seconds) * amount + 1e-6)
        },
      ),
    )
  })

  test('says after how long a try passes, keeps keys apart, and forgets on request', async () => {
    let now = 0
    const limiter = new MemoryRateLimiter(() => now)
    const rate = { amount: 2, seconds: 10 }
    await limiter.take('a', rate)
    await limiter.take('a', rate)
    expect(await limiter.take('a', rate)).toBe(5)
    expect(await limiter.take('b', rate)).toBe(0)
    await expect(takeOrThrow(limiter, ['b', rate], ['a', rate])).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      data: { retryAfter: 5 },
    })
    now += 5000
    expect(await limiter.take('a', rate)).toBe(0)
    await limiter.forget('a')
    expect(await limiter.take('a', rate)).toBe(0)
  })

  test('holds a bounded number of keys: an attacker with many addresses fills no memory', async () => {
    const limiter = new MemoryRateLimiter(() => 0, 100)
    await limiter.take('first', { amount: 1, seconds: 1 })
    for (let at = 0; at < 1000; at++) await limiter.take(`key ${at}`, { amount: 1, seconds: 1 })
    expect(await limiter.take('first', { amount: 1, seconds: 1 })).toBe(0)
    expect(await limiter.take('key 999', { amount: 1, seconds: 1 })).toBe(1)
  })
})

test('S16 the gate runs so many at once, lets others stand in line, and turns the rest away', async () => {
  const gate = openGate(3, 5)
  let running = 0
  let most = 0
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running)
    await new Promise((done) => setTimeout(done, 5))
    running--
  }
  const results = await Promise.allSettled(Array.from({ length: 12 }, () => gate(work)))
  expect(most).toBe(3)
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(8)
  expect(results.at(-1)).toMatchObject({ reason: { code: 'UNAVAILABLE' } })
  await Promise.allSettled([gate(() => Promise.reject(new Error('x'))), gate(work)])
  await gate(work)
  expect(running).toBe(0)
})

test('S7 a flood of made-up keys does not bring back tries that were used up', async () => {
  const limiter = new MemoryRateLimiter(() => 0, 1000)
  const spent = { amount: 10, seconds: 600 }
  for (let i = 0; i < 10; i++) await limiter.take('password', spent)
  for (let i = 0; i < 5000; i++) await limiter.take(`refresh:${i}`, { amount: 60, seconds: 600 })
  expect(await limiter.take('password', spent)).toBeGreaterThan(0)
})

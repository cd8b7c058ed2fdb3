import type { RedisLines } from '../redis/index.ts'
import { MemoryRateLimiter } from './memory-rate-limiter.ts'
import type { Rate, RateLimiter } from './rate-limiter.ts'

/**
 * The same bucket as in memory, in one step and by Redis' own clock: those of the nodes may differ. Answers with the
 * seconds to wait. KEYS: the bucket; ARGV: amount, seconds.
 */
const takeScript = `
local amount = tonumber(ARGV[1])
local perMs = amount / (tonumber(ARGV[2]) * 1000)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(bucket[1]) or amount
local at = tonumber(bucket[2]) or now
tokens = math.min(amount, tokens + math.max(0, now - at) * perMs)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = math.ceil((1 - tokens) / perMs / 1000) end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil((amount - tokens) / perMs) + 1000)
return wait`

/** Buckets that all nodes share. While Redis is away each node counts by itself: nobody is let through uncounted. */
export class RedisRateLimiter implements RateLimiter {
  readonly #lines: RedisLines
  readonly #alone: MemoryRateLimiter

  constructor(lines: RedisLines, now: () => number = Date.now) {
    this.#lines = lines
    this.#alone = new MemoryRateLimiter(now)
    for (const { commands } of lines.all) commands.defineCommand('sorokaTake', { numberOfKeys: 1, lua: takeScript })
  }

  async take(key: string, rate: Rate): Promise<number> {
    const { amount, seconds } = rate
    const link = this.#lines.of(key)
    const wait = await link.ask((redis) => redis.sorokaTake(`${link.prefix}rate:${key}`, amount, seconds))
    return wait ?? this.#alone.take(key, rate)
  }

  async forget(key: string): Promise<void> {
    await this.#alone.forget(key)
    const link = this.#lines.of(key)
    await link.ask((redis) => redis.del(`${link.prefix}rate:${key}`))
  }
}

declare module 'ioredis' {
  interface RedisCommander {
    sorokaTake(key: string, amount: number, seconds: number): Promise<number>
  }
}

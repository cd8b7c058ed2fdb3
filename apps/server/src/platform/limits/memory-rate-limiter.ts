import type { Rate, RateLimiter } from './rate-limiter.ts'

interface Bucket {
  tokens: number
  at: number
  /** When it is full again and may be dropped. */
  fullAt: number
}

/** Buckets in this process; at most `maxKeys`, of which the oldest go first. */
export class MemoryRateLimiter implements RateLimiter {
  readonly #buckets = new Map<string, Bucket>()
  readonly #now: () => number
  readonly #maxKeys: number

  constructor(now: () => number = Date.now, maxKeys = 200_000) {
    this.#now = now
    this.#maxKeys = maxKeys
  }

  take(key: string, { amount, seconds }: Rate): Promise<number> {
    const now = this.#now()
    const perMs = amount / (seconds * 1000)
    const bucket = this.#buckets.get(key) ?? { tokens: amount, at: now, fullAt: now }
    bucket.tokens = Math.min(amount, bucket.tokens + Math.max(0, now - bucket.at) * perMs)
    bucket.at = now
    const wait = bucket.tokens >= 1 ? 0 : Math.ceil((1 - bucket.tokens) / perMs / 1000)
    if (wait === 0) bucket.tokens -= 1
    bucket.fullAt = now + (amount - bucket.tokens) / perMs
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > this.#maxKeys) this.#drop(now)
    return Promise.resolve(wait)
  }

  forget(key: string): Promise<void> {
    this.#buckets.delete(key)
    return Promise.resolve()
  }

  #drop(now: number): void {
    for (const [key, bucket] of this.#buckets) if (bucket.fullAt <= now) this.#buckets.delete(key)
    for (const key of this.#buckets.keys()) {
      if (this.#buckets.size <= this.#maxKeys * 0.9) return
      this.#buckets.delete(key)
    }
  }
}

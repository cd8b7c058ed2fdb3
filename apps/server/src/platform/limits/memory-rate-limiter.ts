import type { Rate, RateLimiter } from './rate-limiter.ts'

interface Bucket {
  tokens: number
  at: number
  /** When it is full again and may be dropped. */
  fullAt: number
}

/** Buckets in this process; at most `maxKeys`, of which those that are full soonest go first. */
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
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > this.#maxKeys) this.#drop(now)
    return Promise.resolve(wait)
  }

  forget(key: string): Promise<void> {
    this.#buckets.delete(key)
    return Promise.resolve()
  }

  /** A flood of keys that somebody made up must not push out the one whose tries he has used up. */
  #drop(now: number): void {
    const moments = Float64Array.from(this.#buckets.values(), (bucket) => bucket.fullAt).sort()
    const last = Math.max(now, moments[moments.length - Math.ceil(this.#maxKeys * 0.9) - 1] ?? now)
    for (const [key, bucket] of this.#buckets) if (bucket.fullAt <= last) this.#buckets.delete(key)
  }
}

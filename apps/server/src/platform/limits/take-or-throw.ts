import { SorokaError } from '@soroka/protocol'
import type { Rate, RateLimiter } from './rate-limiter.ts'

/** Takes a token of each key; RATE_LIMITED with retryAfter in seconds when one has none. */
export async function takeOrThrow(
  limiter: RateLimiter,
  ...tries: (readonly [key: string, rate: Rate])[]
): Promise<void> {
  for (const [key, rate] of tries) {
    const retryAfter = await limiter.take(key, rate)
    if (retryAfter > 0) throw new SorokaError('RATE_LIMITED', { retryAfter })
  }
}

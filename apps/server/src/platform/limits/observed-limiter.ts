import { Counter } from 'prom-client'
import type { Registry } from 'prom-client'
import type { Rate, RateLimiter } from './rate-limiter.ts'

/** The same limiter, whose refusals are counted: by what was limited, never by whom. */
export function observedLimiter(registry: Registry, limiter: RateLimiter): RateLimiter {
  const refused = new Counter({
    name: 'soroka_limited_total',
    help: 'Tries that were refused because there were too many',
    labelNames: ['limit'],
    registers: [registry],
  })
  return {
    take: async (key: string, rate: Rate) => {
      const wait = await limiter.take(key, rate)
      if (wait > 0) refused.inc({ limit: limitOf(key) })
      return wait
    },
    forget: (key) => limiter.forget(key),
  }
}

/** Keys are `what:whom`, or `route:name:whom`. */
function limitOf(key: string): string {
  const [what = '', name = ''] = key.split(':')
  return what === 'route' ? name : what
}

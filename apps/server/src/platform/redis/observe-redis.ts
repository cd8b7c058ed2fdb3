import type { Registry } from 'prom-client'
import { showLevel } from '../metrics/index.ts'
import type { RedisLines } from './redis-lines.ts'

/** Shows whether this node has its ways to Redis. Where no Redis is configured there is nothing to show. */
export function observeRedis(registry: Registry, { all }: RedisLines): void {
  const stands = () => all.every(({ isUp, hears }) => isUp && hears)
  showLevel(registry, 'soroka_redis_up', 'Whether all connections to Redis stand', () => (stands() ? 1 : 0))
  showLevel(registry, 'soroka_redis_waiting', 'Commands whose answer has not come', () =>
    all.reduce((sum, { waiting }) => sum + waiting, 0),
  )
}

import type { Registry } from 'prom-client'
import { showLevel } from '../metrics/index.ts'
import type { RedisLink } from './redis-link.ts'

/** Shows whether this node has its line to Redis. Where no Redis is configured there is nothing to show. */
export function observeRedis(registry: Registry, link: RedisLink): void {
  showLevel(registry, 'soroka_redis_up', 'Whether both connections to Redis stand', () => (link.stands ? 1 : 0))
  showLevel(registry, 'soroka_redis_waiting', 'Commands whose answer has not come', () => link.waiting)
}

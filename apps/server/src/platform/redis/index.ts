export { readRedisAddress } from './redis-address.ts'
export { observeRedis } from './observe-redis.ts'
export { RedisLink } from './redis-link.ts'

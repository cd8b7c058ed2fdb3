export { readRedisAddress } from './redis-address.ts'
export { RedisLink } from './redis-link.ts'

export { MemoryRateLimiter } from './memory-rate-limiter.ts'
export { type Gate, openGate } from './gate.ts'
export { type Rate, type RateLimiter } from './rate-limiter.ts'
export { takeOrThrow } from './take-or-throw.ts'

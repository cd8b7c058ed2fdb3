export { InProcessPresenceStore } from './in-process-store.ts'
export { PresenceService, type PresenceTimes } from './presence-service.ts'
export { typingHandler } from './typing.ts'
export { watchHandler } from './watch.ts'

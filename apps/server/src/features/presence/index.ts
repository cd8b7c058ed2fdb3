export { InProcessPresenceStore } from './in-process-store.ts'
export { PresenceService, type PresenceTimes } from './presence-service.ts'
export { typingHandler } from './typing.ts'
export { tellPrivacyChanged, WatchService } from './watch.ts'

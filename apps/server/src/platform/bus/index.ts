export { chatTopic, guestTopic, presenceTopic, sessionTopic, userTopic } from './bus.ts'
export type { Bus, BusHandler, BusMessage, Topic } from './bus.ts'
export { InProcessBus } from './in-process-bus.ts'

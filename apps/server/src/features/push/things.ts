import type { CallId, ChatId } from '@soroka/protocol'

/** What one notification is about: a newer one of the same thing takes its place, in the outbox and on the device. */
export type Thing = `m:${string}` | `r:${string}` | `c:${string}`

export const messagesOf = (chat: ChatId): Thing => `m:${chat}`
export const reactionsIn = (chat: ChatId): Thing => `r:${chat}`
export const callOf = (call: CallId): Thing => `c:${call}`

const DAY = 86_400_000
/** Nobody wants to hear of it later than that. */
export const usefulFor = {
  message: 7 * DAY,
  mention: 7 * DAY,
  request: 7 * DAY,
  reaction: 2 * DAY,
  missed_call: 2 * DAY,
}

/** A ring comes again so often, and first so late to a device whose person looks at it: he may close it in that moment. */
export const RING_EVERY_MS = 5000

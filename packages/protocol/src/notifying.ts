import * as z from 'zod/mini'
import { timestamp } from './fields.ts'

/** Which messages notify: all, only those that call me or all, or none. */
export const notifyLevel = z.enum(['all', 'mentions', 'none'])
export type NotifyLevel = z.infer<typeof notifyLevel>

/** Minutes since midnight. */
const minute = z.int().check(z.gte(0), z.lte(1439))

/** Hours in which nothing is pushed. They may go over midnight; the same hour twice is a whole day. */
export const quietHours = z.object({
  from: minute,
  to: minute,
  /** IANA name, like Europe/Moscow: summer time is followed. */
  tz: z.string().check(z.minLength(1), z.maxLength(64)),
  /** On which days they begin: 1 is Monday, 7 is Sunday. */
  days: z.array(z.int().check(z.gte(1), z.lte(7))).check(z.minLength(1), z.maxLength(7)),
})
export type QuietHours = z.infer<typeof quietHours>

/** What an account is notified of, on all its devices. A chat may have a level of its own (`chats.level`) and a mute. */
export const notifySettings = z.object({
  direct: notifyLevel,
  groups: notifyLevel,
  /** Reactions to messages of mine. */
  reactions: z.boolean(),
  /** Ringing and missed calls. */
  calls: z.boolean(),
  /** Strangers who write for the first time. */
  requests: z.boolean(),
  quiet: z.nullable(quietHours),
  /** Nothing until then; 0: not muted. */
  mutedUntil: timestamp,
})
export type NotifySettings = z.infer<typeof notifySettings>

import { chatId, fileId, type FileId, msgId } from '@soroka/protocol'
import * as z from 'zod/mini'

const count = z.int().check(z.nonnegative())

/** A sealed file that lies on this device: on its way to the server, or kept for the next look. */
export const fileRow = z.object({
  id: fileId,
  /** The message that it was sent with, or first read for. */
  chat: chatId,
  message: msgId,
  /** Bytes as they lie here, sealed. */
  bytes: count,
  /** When the message was written. */
  at: count,
  usedAt: count,
  /** The server doesn't have all of it. 1: it never heard of it; 2: an upload was begun. */
  waiting: z.optional(z.literal([1, 2])),
})
export type FileRow = z.infer<typeof fileRow>

/** What was put on the shelf and has no row yet. */
export interface Stashed {
  id: FileId
  bytes: number
}

import * as z from 'zod/mini'
import { base64url, seq, timestamp } from './fields.ts'
import { limits } from './limits.ts'

/** What is left of a row whose ciphertext is gone (R13): its clear header and the hash of what was sealed. */
export const erasedRow = z.object({
  seq,
  at: timestamp,
  header: base64url(limits.envelopeBytes),
  content: base64url(32),
})
export type ErasedRow = z.infer<typeof erasedRow>

/** A row of the log: the sealed envelope, or what is left of it. */
export const messageRow = z.object({
  seq,
  at: timestamp,
  envelope: z.optional(base64url(limits.envelopeBytes)),
  /** With `content` in the place of the envelope, once it is erased. */
  header: z.optional(base64url(limits.envelopeBytes)),
  content: z.optional(base64url(32)),
})
export type MessageRow = z.infer<typeof messageRow>

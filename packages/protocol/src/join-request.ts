import * as z from 'zod/mini'
import { base64url, timestamp } from './fields.ts'
import { userId } from './ids.ts'

/** Somebody with a link: his proof is checked again by whoever writes the epoch (R4). */
export const joinRequest = z.object({
  user: userId,
  pub: base64url(32),
  proof: base64url(64),
  approval: z.boolean(),
  at: timestamp,
})
export type JoinRequest = z.infer<typeof joinRequest>

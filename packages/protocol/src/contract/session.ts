import * as z from 'zod/mini'
import { humanText, timestamp } from '../fields.ts'
import { deviceId, sessionId, userId } from '../ids.ts'
import { limits } from '../limits.ts'

/** Where the refresh token goes: a browser takes the HttpOnly cookie of a slot, a program takes it in the body. */
export const delivery = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cookie'), slot: z.int().check(z.gte(0), z.lte(15)) }),
  z.object({ kind: z.literal('body') }),
])

export const deviceInfo = z.object({ name: humanText(limits.deviceName), kind: z.enum(['web', 'bot']) })

export const session = z.object({
  session: sessionId,
  user: userId,
  device: deviceId,
  accessToken: z.string(),
  /** When the access token ends. */
  expiresAt: timestamp,
  /** Signed by the device key with the session id at the next refresh (R21). */
  generation: z.int(),
  /** Only with `delivery.kind = body`. */
  refreshToken: z.optional(z.string()),
})

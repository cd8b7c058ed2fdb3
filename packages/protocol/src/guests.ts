import * as z from 'zod/mini'
import { callMedia } from './calls.ts'
import { base64url, timestamp } from './fields.ts'
import { callId, deviceId, guestId, type DeviceId, type GuestId, type UserId } from './ids.ts'
import { limits } from './limits.ts'

/** Another guest, as one guest can check him by the link that both hold. */
const sealedGuest = z.object({
  id: guestId,
  hello: base64url(limits.guestHelloBytes),
  pass: base64url(limits.guestPassBytes),
})
export type SealedGuest = z.infer<typeof sealedGuest>

/**
 * waiting: nobody has answered the knock; in: let in, whether or not connected; declined, removed: by somebody in the call;
 * revoked: the link is good for nobody any more.
 */
export const guestStanding = z.enum(['waiting', 'in', 'declined', 'removed', 'revoked'])

/** All that a guest may know of his call: no chat, no people, only devices by their ids. A higher `stateSeq` is newer. */
export const guestCall = z.object({
  id: callId,
  video: z.boolean(),
  stateSeq: z.int().check(z.nonnegative()),
  standing: guestStanding,
  /** A member let him in; null: not yet. */
  pass: z.nullable(base64url(limits.guestPassBytes)),
  /** Nobody's while he is not let in. */
  devices: z.array(z.object({ device: deviceId, connEpoch: z.int().check(z.gte(1)), media: callMedia })),
  guests: z.array(sealedGuest),
  endedAt: z.nullable(timestamp),
})
export type GuestCall = z.infer<typeof guestCall>

/** A guest where devices of people stand. */
export function partyOf(guest: GuestId): { user: UserId; device: DeviceId } {
  return { user: guest as string as UserId, device: guest as string as DeviceId }
}

/** The guest that a party would be. Whether there is one, the call says. */
export function guestOf(device: DeviceId): GuestId {
  return device as string as GuestId
}

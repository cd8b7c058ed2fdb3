import type { GuestCall, GuestId } from '@soroka/protocol'
import type { LiveCall } from './live-call.ts'
import { findGuest, guestsOf, isOf } from './live-guest.ts'
import type { LiveGuest } from './live-guest.ts'

/** The call as its guest may see it. */
export function showToGuest(call: LiveCall, id: GuestId): GuestCall {
  const guest = findGuest(call, id)
  const standing = guest?.standing ?? 'revoked'
  const isIn = standing === 'in'
  const devices = isIn ? call.devices : []
  const others = isIn ? guestsOf(call).filter((one) => one.id !== id && isGuestIn(call, one)) : []
  return {
    id: call.id,
    video: call.video,
    stateSeq: call.stateSeq,
    standing,
    pass: guest?.pass ?? null,
    devices: devices.map(({ device, connEpoch, media }) => ({ device, connEpoch, media })),
    guests: others.flatMap(({ id: other, hello, pass }) => (pass === null ? [] : [{ id: other, hello, pass }])),
    endedAt: call.ended?.at ?? null,
  }
}

const isGuestIn = (call: LiveCall, { id }: LiveGuest): boolean => call.devices.some((device) => isOf(id, device))

import type { CallState } from '@soroka/client/types'
import type { DeviceId, UserId } from '@soroka/protocol'
import type { CallOver, CallPhase } from '../../../stores/callStore.ts'

interface Seen {
  state: Pick<CallState, 'members' | 'answeredAt' | 'devices'>
  me: { user: UserId; device: DeviceId }
  isDirect: boolean
  /** How many of the others are connected with this device now, and whether one ever was. */
  connected: number
  wasConnected: boolean
}

/** Where this device is in a call that is not over. */
export function phaseOf({ state, me, isDirect, connected, wasConnected }: Seen): CallPhase {
  if (connected > 0) return 'connected'
  const others = state.devices.filter(({ device }) => device !== me.device)
  if (others.length > 0) return wasConnected ? 'reconnecting' : 'connecting'
  if (state.members.some(({ user, state: one }) => user !== me.user && one === 'ringing')) return 'ringing'
  // The other one of two may be on the way back; in a group one may well be alone.
  if (isDirect) return state.answeredAt === null ? 'ringing' : 'reconnecting'
  return 'connected'
}

/** How a call ended, from the side of who was in it. */
export function overOf(state: Pick<CallState, 'ended'>): CallOver {
  const reason = state.ended?.reason ?? 'failed'
  return reason === 'missed' ? 'no_answer' : reason
}

/** What became of my place in a call. `lost`: the server heard too little of this device, which may come again. */
export type Place = 'in' | 'lost' | 'removed' | 'elsewhere'

export function placeOf(
  state: Pick<CallState, 'members' | 'devices'>,
  me: { user: UserId; device: DeviceId; connEpoch: number },
): Place {
  const mine = state.devices.find(({ device }) => device === me.device)
  // A higher number is of another tab of this very device.
  if (mine) return mine.connEpoch > me.connEpoch ? 'elsewhere' : 'in'
  if (state.members.some(({ user, state: one }) => user === me.user && one === 'removed')) return 'removed'
  return state.devices.some(({ user }) => user === me.user) ? 'elsewhere' : 'lost'
}

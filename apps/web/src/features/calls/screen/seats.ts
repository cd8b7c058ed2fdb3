import type { DeviceId, UserId } from '@soroka/protocol'
import type { CallTile, OwnCall } from '../../../stores/callStore.ts'

/** A place in the picture of a group call: somebody else's device, or mine. */
export interface Seat extends Omit<CallTile, 'device'> {
  /** null: mine. */
  device: DeviceId | null
  mirrored: boolean
}

export function ownSeat(call: OwnCall, me: UserId): Seat {
  return {
    user: me,
    device: null,
    media: call.media,
    stream: call.stream,
    screen: call.screen,
    connected: true,
    speaking: call.speaking,
    quality: 3,
    mirrored: call.facing !== 'environment',
  }
}

/** Others in the order of their coming, then me. */
export function seatsOf(call: OwnCall, me: UserId): Seat[] {
  return [...call.tiles.map((tile) => ({ ...tile, mirrored: false })), ownSeat(call, me)]
}

/** How many stand beside each other. */
export function columnsFor(count: number, phone: boolean): number {
  if (phone) return count <= 2 ? 1 : 2
  if (count <= 1) return 1
  if (count <= 4) return 2
  return count <= 9 ? 3 : 4
}

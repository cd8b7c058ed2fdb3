import type { MeshDevice } from '../../../../packages/client/src/webrtc/mesh-peer.ts'
import type { CallParty } from '../../../../packages/client/src/types/calls.ts'

/** What the page of the crowd is asked from outside. */
export interface CrowdPage {
  /** A device comes into the room, with a picture and a voice of its own. */
  enter(seat: number, me: CallParty): void
  follow(seat: number, devices: MeshDevice[], departures: number): void
  rekey(seat: number): void
  react(seat: number, emoji: string): void
  leave(seat: number): void
  /** How many of the others a device is connected with. */
  connected(seat: number): number
}

/** What the page of the crowd asks outside, where the engines are. */
export interface CrowdEngines {
  crowdWay(seat: number): Promise<{ url: string; token: string }>
  crowdKeys(seat: number, senders: CallParty[], index: number): Promise<{ epoch: number; keys: number[][] }>
}

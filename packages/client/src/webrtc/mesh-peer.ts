import type { CallMedia, CallParty } from '../types/calls.ts'
import type { Quality } from './quality.ts'

export type LinkState = 'connecting' | 'connected' | 'reconnecting'

/** As `CallDevice` of the protocol has it. */
export interface MeshDevice extends CallParty {
  media: CallMedia
}

/** Another device, as its link shows it. */
export interface MeshPeer {
  party: CallParty
  state: LinkState
  camera: MediaStream | null
  screen: MediaStream | null
  /** Voice and the screen's sound. */
  sound: MediaStream | null
  quality: Quality
  /** Since when there is no connection (performance.now); null: there is one. */
  apartSince: number | null
  /** Its page closed the connection, and did not come back yet. */
  isGone: boolean
}

import type { CallParty, CallSignal } from '../types/calls.ts'
import type { Budget } from './budget.ts'
import type { Measured } from './link-meter.ts'
import type { MeshDevice, MeshPeer } from './mesh-peer.ts'
import type { Places } from './place.ts'
import type { Sources } from './sources.ts'
import type { Move } from './words.ts'

/** How the media of a call gets to the others and back: each to each (`Mesh`), or all through a server (`Sfu`). */
export interface MediaPath {
  /** Who is in the call now; `departures`: how often somebody left. */
  follow(devices: readonly MeshDevice[], departures: number): void
  hear(from: CallParty, signal: CallSignal): void
  /** The server did not pass on what was said to that device. */
  refused?(to: CallParty): void
  send(sources: Sources): void
  configure(configuration: RTCConfiguration): void
  /** The way may be another one now: `all` looks for new paths, also where media still flows. */
  nudge(all: boolean): void
  takePictures(takes: boolean): void
  /** Which pictures can be seen now, and how large: what nobody sees need not come. */
  see(places: Places): void
  react(emoji: string): void
  /** Says to the others that the call goes on elsewhere; only where two are connected with each other. */
  move?(to: Move): void
  peers(): MeshPeer[]
  /** By device: 0 to 1. */
  loudness(): Map<string, number>
  measure(): Promise<void>
  /** All that was measured so far; a path through a server does not tell. */
  measured?(): Measured
  /** The chat has a newer epoch. */
  rekey(): void
  /** What my camera is to give where so many devices are in the call. */
  budget(devices: number): Budget
  /** Nobody but the people of the call can see and hear it, for all that was sent and shown so far. */
  readonly isSealed: boolean
  close(): void
}

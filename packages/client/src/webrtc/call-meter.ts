import type { CallReport } from '../types/calls.ts'
import { type Measured, nothingMeasured } from './link-meter.ts'
import type { LinkState, MeshPeer } from './mesh-peer.ts'

const LONGEST = 600_000
const MOST_RECONNECTS = 1000

/** Watches the connections of one call, for the report at its end. */
export class CallMeter {
  #metAt: number | null = null
  #connectMs: number | null = null
  #reconnects = 0
  readonly #states = new Map<string, LinkState>()

  /** How the others are connected now (performance.now()). */
  look(peers: readonly Pick<MeshPeer, 'party' | 'state'>[], now: number): void {
    if (peers.length > 0) this.#metAt ??= now
    for (const { party, state } of peers) {
      if (state === 'connected') this.#connectMs ??= Math.min(LONGEST, Math.round(now - (this.#metAt ?? now)))
      if (state === 'reconnecting' && this.#states.get(party.device) === 'connected') this.#reconnects += 1
      this.#states.set(party.device, state)
    }
  }

  /** Null: nobody else was ever there, or not long enough to tell (`patience`, ms). */
  report(mode: CallReport['mode'], measured: Measured | null, now: number, patience: number): CallReport | null {
    if (this.#metAt === null || (this.#connectMs === null && now - this.#metAt < patience)) return null
    const { received, lost, roundTrips, looks, relayed } = measured ?? nothingMeasured
    const awaited = received + lost
    return {
      mode,
      connectMs: this.#connectMs,
      roundTripMs: looks === 0 ? null : Math.round((roundTrips / looks) * 1000),
      loss: awaited === 0 ? null : Math.round((lost / awaited) * 10_000) / 10_000,
      relayed,
      reconnects: Math.min(MOST_RECONNECTS, this.#reconnects),
    }
  }
}

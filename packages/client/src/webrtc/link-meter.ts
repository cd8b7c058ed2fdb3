import type { Counters } from './quality.ts'

/** What was seen of one or more links, all in all. */
export interface Measured {
  received: number
  lost: number
  /** Sum (s) and number of the round trips that were looked at. */
  roundTrips: number
  looks: number
  relayed: boolean
}

export const nothingMeasured: Measured = { received: 0, lost: 0, roundTrips: 0, looks: 0, relayed: false }

/** Adds up what looks at the counters of a link tell: a connection that is built anew counts from 0 again. */
export function measuredWith(sum: Measured, before: Counters | null, now: Counters): Measured {
  const goesOn = before !== null && now.received >= before.received && now.bytes >= before.bytes
  const since = goesOn ? before : { received: 0, lost: 0 }
  const hasTrip = now.roundTrip > 0
  return {
    received: sum.received + now.received - since.received,
    // Packets that were late are taken back.
    lost: Math.max(0, sum.lost + now.lost - since.lost),
    roundTrips: sum.roundTrips + (hasTrip ? now.roundTrip : 0),
    looks: sum.looks + (hasTrip ? 1 : 0),
    relayed: sum.relayed || now.relayed,
  }
}

export function measuredTogether(all: readonly Measured[]): Measured {
  return all.reduce(
    (sum, one) => ({
      received: sum.received + one.received,
      lost: sum.lost + one.lost,
      roundTrips: sum.roundTrips + one.roundTrips,
      looks: sum.looks + one.looks,
      relayed: sum.relayed || one.relayed,
    }),
    nothingMeasured,
  )
}

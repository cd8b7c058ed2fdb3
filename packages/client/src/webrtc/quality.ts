/** What one look at the counters of a connection says (RFC 8825: webrtc-stats). All but the delay only rise. */
export interface Counters {
  at: number
  received: number
  lost: number
  bytes: number
  /** Seconds. */
  roundTrip: number
  frames: number
  /** Whether the pair of addresses in use leads through a relay. */
  relayed: boolean
}

/** 0: nothing comes · 1: bad · 2: fair · 3: good. */
export type Quality = 0 | 1 | 2 | 3

/** How well a connection worked between two looks. */
export function qualityBetween(before: Counters, now: Counters): Quality {
  if (now.bytes <= before.bytes) return 0
  const lost = Math.max(0, now.lost - before.lost)
  const share = lost / Math.max(1, lost + now.received - before.received)
  if (share > 0.08 || now.roundTrip > 0.6) return 1
  return share > 0.02 || now.roundTrip > 0.3 ? 2 : 3
}

type Stat = Record<string, unknown>

const numberIn = (stat: Stat, name: string) => (typeof stat[name] === 'number' ? stat[name] : 0)

/** Adds up what all lines of a connection have received. */
export function readCounters(report: Iterable<Stat>): Counters {
  const sum: Counters = {
    at: performance.now(),
    received: 0,
    lost: 0,
    bytes: 0,
    roundTrip: 0,
    frames: 0,
    relayed: false,
  }
  const relays = new Set<unknown>()
  const used: unknown[] = []
  for (const stat of report) {
    if (stat['type'] === 'inbound-rtp') {
      sum.received += numberIn(stat, 'packetsReceived')
      sum.lost += numberIn(stat, 'packetsLost')
      sum.frames += numberIn(stat, 'framesDecoded')
    } else if (stat['type'] === 'transport') sum.bytes += numberIn(stat, 'bytesReceived')
    else if (stat['type'] === 'candidate-pair' && stat['nominated'] === true) {
      sum.roundTrip = Math.max(sum.roundTrip, numberIn(stat, 'currentRoundTripTime'))
      used.push(stat['localCandidateId'], stat['remoteCandidateId'])
    } else if (stat['candidateType'] === 'relay') relays.add(stat['id'])
  }
  sum.relayed = used.some((id) => relays.has(id))
  return sum
}

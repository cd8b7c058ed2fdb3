import { expect, test } from 'vitest'
import { type Counters, qualityBetween, readCounters } from './quality.ts'

const before: Counters = {
  at: 0,
  received: 1000,
  lost: 10,
  bytes: 50_000,
  roundTrip: 0.02,
  frames: 100,
  relayed: false,
}
const after = (change: Partial<Counters>): Counters => ({ ...before, received: 1100, bytes: 90_000, ...change })

test.each([
  ['nothing comes', after({ bytes: 50_000 }), 0],
  ['all is well', after({}), 3],
  ['some is lost', after({ lost: 15 }), 2],
  ['a long way', after({ roundTrip: 0.4 }), 2],
  ['much is lost', after({ lost: 30 }), 1],
  ['a very long way', after({ roundTrip: 0.9 }), 1],
  ['packets that were late are not lost', after({ lost: 8 }), 3],
])('%s', (_, now, quality) => {
  expect(qualityBetween(before, now)).toBe(quality)
})

test('counters are added up over all lines; what a browser leaves out is nothing', () => {
  expect(
    readCounters([
      { type: 'inbound-rtp', packetsReceived: 10, packetsLost: 1, framesDecoded: 5 },
      { type: 'inbound-rtp', packetsReceived: 20, packetsLost: 'x' },
      { type: 'transport', bytesReceived: 700 },
      { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.1 },
      { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 },
    ]),
  ).toMatchObject({ received: 30, lost: 1, frames: 5, bytes: 700, roundTrip: 0.1 })
})

test.each([
  ['local', { localCandidateId: 'r', remoteCandidateId: 'h' }, true],
  ['remote', { localCandidateId: 'h', remoteCandidateId: 'r' }, true],
  ['no', { localCandidateId: 'h', remoteCandidateId: 'h2' }, false],
])('%s relay of the pair in use is seen', (_, pair, relayed) => {
  const report = [
    { type: 'candidate-pair', nominated: true, ...pair },
    { type: 'candidate-pair', nominated: false, localCandidateId: 'r', remoteCandidateId: 'r' },
    { type: 'local-candidate', id: 'h', candidateType: 'host' },
    { type: 'local-candidate', id: 'r', candidateType: 'relay' },
  ]
  expect(readCounters(report).relayed).toBe(relayed)
})

import type { DeviceId, UserId } from '@soroka/protocol'
import { callReport } from '@soroka/protocol'
import { expect, test } from 'vitest'
import { CallMeter } from './call-meter.ts'
import { measuredTogether, measuredWith, nothingMeasured } from './link-meter.ts'
import type { LinkState } from './mesh-peer.ts'
import type { Counters } from './quality.ts'

const PATIENCE = 15_000
const peer = (state: LinkState, device = 'a') => ({
  party: { user: 'u' as UserId, device: device as DeviceId, connEpoch: 1 },
  state,
})
const counters = (change: Partial<Counters>): Counters => ({
  at: 0,
  received: 0,
  lost: 0,
  bytes: 0,
  roundTrip: 0,
  frames: 0,
  relayed: false,
  ...change,
})

test('a call that nobody else came to is not reported, nor one that was hung up at once', () => {
  const alone = new CallMeter()
  alone.look([], 0)
  expect(alone.report('p2p', null, 60_000, PATIENCE)).toBeNull()
  const brief = new CallMeter()
  brief.look([peer('connecting')], 0)
  expect(brief.report('p2p', null, PATIENCE - 1, PATIENCE)).toBeNull()
  expect(brief.report('p2p', null, PATIENCE, PATIENCE)).toMatchObject({ connectMs: null, reconnects: 0 })
})

test('the first connection counts, and each time that one breaks', () => {
  const meter = new CallMeter()
  meter.look([], 1000)
  meter.look([peer('connecting')], 2000)
  meter.look([peer('connected'), peer('connecting', 'b')], 2750.4)
  meter.look([peer('reconnecting'), peer('connected', 'b')], 5000)
  meter.look([peer('reconnecting')], 6000)
  meter.look([peer('connected')], 7000)
  meter.look([peer('reconnecting')], 8000)
  const measured = { received: 900, lost: 100, roundTrips: 0.3, looks: 3, relayed: true }
  const report = meter.report('p2p', measured, 9000, PATIENCE)
  expect(report).toEqual({ mode: 'p2p', connectMs: 750, roundTripMs: 100, loss: 0.1, relayed: true, reconnects: 2 })
  expect(callReport.parse(report)).toEqual(report)
})

test('a path that does not tell what it measured is reported without it', () => {
  const meter = new CallMeter()
  meter.look([peer('connected')], 0)
  const report = meter.report('sfu', null, 1, PATIENCE)
  expect(report).toEqual({
    mode: 'sfu',
    connectMs: 0,
    roundTripMs: null,
    loss: null,
    relayed: false,
    reconnects: 0,
  })
})

test('looks at a link are added up, also when it is built anew and when packets were only late', () => {
  const looks = [
    counters({ received: 100, lost: 10, bytes: 1000, roundTrip: 0.1 }),
    counters({ received: 200, lost: 5, bytes: 2000, roundTrip: 0.3 }),
    counters({ received: 40, lost: 1, bytes: 300, relayed: true }),
  ]
  const sum = looks.reduce((all, now, i) => measuredWith(all, looks[i - 1] ?? null, now), nothingMeasured)
  expect(sum).toEqual({ received: 240, lost: 6, roundTrips: 0.4, looks: 2, relayed: true })
  expect(measuredTogether([sum, sum])).toEqual({ received: 480, lost: 12, roundTrips: 0.8, looks: 4, relayed: true })
})

test('a report takes nothing that could tell whose it is', () => {
  const report = { mode: 'p2p', connectMs: 1, roundTripMs: null, loss: null, relayed: false, reconnects: 0 }
  expect(callReport.safeParse(report).success).toBe(true)
  for (const wrong of [
    { call: 'x' },
    { user: 'x' },
    { connectMs: 1.5 },
    { loss: 2 },
    { reconnects: -1 },
    { mode: 'x' },
  ])
    expect(callReport.safeParse({ ...report, ...wrong }).success, JSON.stringify(wrong)).toBe(false)
})

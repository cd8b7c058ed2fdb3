import { limits } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import { downFrame } from '@soroka/protocol/frames'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anna, begin, boris, deviceOf, media, userOf, vera } from './call-machine.fixture.ts'
import { stepCall } from './call-machine.ts'
import type { CallEvent } from './call-machine.ts'
import { outcomesOf } from './call-outcomes.ts'
import { deadlineOf, isIn, showCall } from './live-call.ts'
import type { LiveCall } from './live-call.ts'

/** Others by SEED=… */
const seed = Number(process.env['SEED'] ?? 1)

const all = [anna, boris, vera, ...Array.from({ length: 5 }, (_, i) => userOf(`user${i}x`))]
const yes = fc.boolean()
const is = <T extends CallEvent['is']>(name: T) => fc.constant(name)

function eventsOf(users: readonly UserId[]) {
  const user = fc.constantFrom(...users)
  const party = { user, device: fc.constantFrom('p', 'q').map(deviceOf) }
  const event: fc.Arbitrary<CallEvent> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ is: is('join'), ...party, media: fc.constant(media), move: yes }) },
    { weight: 3, arbitrary: fc.record({ is: is('alive'), ...party }) },
    { weight: 3, arbitrary: fc.record({ is: is('tick'), hearsSince: fc.constant(0) }) },
    { weight: 2, arbitrary: fc.record({ is: is('heard'), user, busy: yes }) },
    fc.record({ is: is('leave'), ...party }),
    fc.record({ is: is('media'), ...party, media: yes.map((hand) => ({ ...media, hand })) }),
    fc.record({ is: is('decline'), user }),
    fc.record({ is: is('ring'), users: fc.subarray([...users]), pardon: yes }),
    fc.record({ is: is('remove'), users: fc.subarray([...users], { maxLength: 2 }) }),
    fc.record({ is: is('end') }),
  )
  const step = fc.record({
    // Each person has two devices of his own.
    event: event.map((one) =>
      'device' in one ? { ...one, device: deviceOf(one.user.slice(0, 6) + one.device.slice(0, 1)) } : one,
    ),
    wait: fc.constantFrom(0, 10, 1000, 2000, 9000, 20_000),
  })
  return fc.array(step, { minLength: 1, maxLength: 60 })
}

/** What holds of every call at any time. */
function checkState(live: LiveCall): void {
  expect(downFrame.safeParse({ t: 'call.changed', call: showCall(live) }).success).toBe(true)
  const epochs = live.devices.map(({ connEpoch }) => connEpoch)
  expect(new Set(epochs).size).toBe(epochs.length)
  expect(Math.max(0, ...epochs)).toBeLessThanOrEqual(live.joins)
  expect(new Set(live.devices.map((one) => one.user)).size).toBe(live.devices.length)
  expect(live.devices.length).toBeLessThanOrEqual(limits.callDevices)
  expect(new Set(live.members.map((one) => one.user)).size).toBe(live.members.length)
  expect(live.ended !== null).toBe(live.devices.length === 0)
  for (const { user: one, state, ringUntil, since, busyAt, cameAt } of live.members) {
    expect(state === 'in').toBe(isIn(live, one))
    expect(since !== null).toBe(isIn(live, one))
    expect(ringUntil !== null).toBe(state === 'ringing')
    if (busyAt !== null) expect(state).toBe('ringing')
    if (state === 'in' || state === 'left') expect(cameAt).not.toBeNull()
  }
  for (const { user: one } of live.devices) expect(live.members.some((member) => member.user === one)).toBe(true)
  expect(deadlineOf(live) === null).toBe(live.ended !== null)
  const rings = live.members.some(({ state }) => state === 'ringing')
  if (live.ended !== null) expect(rings).toBe(false)
  else if (live.direct) expect(live.devices.length >= 2 || rings).toBe(true)
  if (live.devices.length > 1) expect(live.answeredAt).not.toBeNull()
}

/** What holds from one state to the next. */
function checkStep(before: LiveCall, after: LiveCall, what: CallEvent, now: number): void {
  const isSeen = JSON.stringify(showCall(before)) !== JSON.stringify({ ...showCall(after), stateSeq: before.stateSeq })
  expect(after.stateSeq - before.stateSeq).toBe(isSeen ? 1 : 0)
  if (before.ended !== null) expect(after).toBe(before)
  if (before.answeredAt !== null) expect(after.answeredAt).toBe(before.answeredAt)
  for (const one of after.devices) {
    const was = before.devices.find(({ device }) => device === one.device)
    if (was?.connEpoch !== one.connEpoch) expect(one.connEpoch).toBeGreaterThan(before.joins)
  }
  if (what.is === 'tick' && after.ended === null) expect(deadlineOf(after)).toBeGreaterThan(now)
  if (what.is === 'leave') expect(after.devices.some(({ device }) => device === what.device)).toBe(false)
  if (what.is === 'remove') for (const one of what.users) expect(isIn(after, one)).toBe(false)
}

function checkHistory(live: LiveCall): void {
  const { ended, answeredAt } = live
  if (ended === null) return expect(outcomesOf(live)).toEqual([])
  const lines = outcomesOf(live)
  expect(lines.map((line) => line.user)).toEqual(live.members.map((member) => member.user))
  for (const { cameAt, outcome, duration } of lines) {
    if (cameAt === null) expect(['missed', 'declined']).toContain(outcome)
    else if (answeredAt !== null) expect(outcome).toBe('completed')
    else expect(outcome).toBe(ended.reason)
    expect(duration).toBeGreaterThanOrEqual(0)
    expect(duration).toBeLessThanOrEqual(answeredAt === null ? 0 : ended.at - answeredAt)
  }
}

test('whatever happens in whatever order: a call keeps its rules, and what is over stays over', () => {
  const ends = new Set<string>()
  const runs = fc.oneof(
    fc.tuple(fc.constant(true), eventsOf([anna, boris])),
    fc.tuple(fc.constant(false), eventsOf(all)),
  )
  fc.assert(
    fc.property(runs, ([direct, run]) => {
      let live = begin(direct ? [boris] : [boris, vera], direct)
      let now = 0
      checkState(live)
      for (const { event: what, wait } of run) {
        now += wait
        const next = stepCall(live, what, now)
        if (typeof next === 'string') continue
        checkState(next)
        checkStep(live, next, what, now)
        live = next
      }
      checkHistory(live)
      ends.add(live.ended?.reason ?? 'running')
    }),
    { seed, numRuns: 600 },
  )
  // The cases are varied enough to mean something.
  expect([...ends].toSorted()).toEqual(
    ['busy', 'cancelled', 'completed', 'declined', 'failed', 'missed', 'running'].toSorted(),
  )
})

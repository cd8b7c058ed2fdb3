import { callId, type CallState, deviceId, userId } from '@soroka/protocol'
import { expect, test } from 'vitest'
import type { CallParty } from '../types.ts'
import { SignalGuard } from './signal-guard.ts'

const call = callId.parse('AAAAAAAAAAAAAAAAAAAAAA')
const [mine, his] = [userId.parse('BAAAAAAAAAAAAAAAAAAAAA'), userId.parse('CAAAAAAAAAAAAAAAAAAAAA')]
const device = deviceId.parse('DAAAAAAAAAAAAAAAAAAAAA')
const party = (user: typeof mine, connEpoch: number): CallParty => ({ user, device, connEpoch })
const mark = (from: number, to: number, seq: number) => ({ call, from: party(his, from), to: party(mine, to), seq })

/** The call as it is known here, with both in it. */
const state = (from: number, to: number) => ({ devices: [party(his, from), party(mine, to)] }) as unknown as CallState

test('S14 a signal is told once, and none after a later one', () => {
  const guard = new SignalGuard()
  expect(guard.pass(mark(2, 1, 10), undefined)).toBe(true)
  for (const seq of [10, 9, 1]) expect(guard.pass(mark(2, 1, seq), undefined)).toBe(false)
  expect(guard.pass(mark(2, 1, 11), undefined)).toBe(true)
})

test('S14 a newer join of either side ends what was said between the older ones', () => {
  const guard = new SignalGuard()
  expect(guard.pass(mark(2, 1, 10), undefined)).toBe(true)
  expect(guard.pass(mark(3, 1, 1), undefined)).toBe(true)
  expect(guard.pass(mark(2, 1, 11), undefined)).toBe(false)
  expect(guard.pass(mark(3, 4, 1), undefined)).toBe(true)
  expect(guard.pass(mark(3, 1, 2), undefined)).toBe(false)
  expect(guard.pass(mark(2, 4, 12), undefined)).toBe(false)
})

test('S14 what the call says of its joins counts before anybody speaks; a join that it does not name yet may speak', () => {
  const guard = new SignalGuard()
  expect(guard.pass(mark(2, 4, 1), state(3, 4))).toBe(false)
  expect(guard.pass(mark(3, 1, 1), state(3, 4))).toBe(false)
  expect(guard.pass(mark(5, 4, 1), state(3, 4))).toBe(true)
})

test('each device is heard by itself', () => {
  const guard = new SignalGuard()
  const other = { ...mark(2, 1, 5), from: { ...party(his, 2), device: deviceId.parse('EAAAAAAAAAAAAAAAAAAAAA') } }
  expect(guard.pass(mark(2, 1, 10), undefined)).toBe(true)
  expect(guard.pass(other, undefined)).toBe(true)
  guard.forget(call)
  expect(guard.pass(mark(2, 1, 10), undefined)).toBe(true)
})

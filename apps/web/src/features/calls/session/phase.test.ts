import type { CallState } from '@soroka/client/types'
import type { DeviceId, UserId } from '@soroka/protocol'
import { expect, test } from 'vitest'
import { overOf, phaseOf, placeOf } from './phase.ts'

const [anna, boris] = ['anna', 'boris'] as UserId[] as [UserId, UserId]
const me = { user: anna, device: 'phone' as DeviceId, connEpoch: 2 }
const media = { audio: true, video: false, screen: false, hand: false }
const device = (user: UserId, name: string, connEpoch: number) => ({ user, device: name as DeviceId, connEpoch, media })
const member = (user: UserId, state: CallState['members'][number]['state']) => ({ user, state, heard: true })
const mine = device(anna, 'phone', 2)
const his = device(boris, 'laptop', 3)

const phase = (change: Partial<Parameters<typeof phaseOf>[0]>) =>
  phaseOf({
    state: { members: [member(anna, 'in'), member(boris, 'in')], answeredAt: 1, devices: [mine, his] },
    me,
    isDirect: true,
    connected: 0,
    wasConnected: false,
    ...change,
  })

test('from ringing to connected, and back again', () => {
  const rings = { members: [member(anna, 'in'), member(boris, 'ringing')], answeredAt: null, devices: [mine] }
  expect(phase({ state: rings })).toBe('ringing')
  expect(phase({})).toBe('connecting')
  expect(phase({ connected: 1, wasConnected: true })).toBe('connected')
  expect(phase({ wasConnected: true })).toBe('reconnecting')
})

test('of two, who lost the other one waits for his coming back; in a group one may be alone', () => {
  const alone = { members: [member(anna, 'in'), member(boris, 'left')], answeredAt: 1, devices: [mine] }
  expect(phase({ state: alone, wasConnected: true })).toBe('reconnecting')
  expect(phase({ state: alone, isDirect: false, wasConnected: true })).toBe('connected')
})

test('my place: in it, taken by another tab, by another device, put out, or lost', () => {
  const members = [member(anna, 'in'), member(boris, 'in')]
  expect(placeOf({ members, devices: [mine, his] }, me)).toBe('in')
  expect(placeOf({ members, devices: [device(anna, 'phone', 4), his] }, me)).toBe('elsewhere')
  expect(placeOf({ members, devices: [device(anna, 'tablet', 4), his] }, me)).toBe('elsewhere')
  expect(placeOf({ members: [member(anna, 'removed')], devices: [his] }, me)).toBe('removed')
  expect(placeOf({ members: [member(anna, 'left')], devices: [his] }, me)).toBe('lost')
})

test('an end that nobody answered is told as that', () => {
  expect(overOf({ ended: { at: 1, reason: 'missed' } })).toBe('no_answer')
  expect(overOf({ ended: { at: 1, reason: 'busy' } })).toBe('busy')
})

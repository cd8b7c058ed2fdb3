import { limits } from '@soroka/protocol'
import { describe, expect, test } from 'vitest'
import {
  alive,
  anna,
  begin,
  boris,
  deviceOf,
  join,
  leave,
  media,
  play,
  states,
  tick,
  userOf,
  vera,
} from './call-machine.fixture.ts'
import { stepCall } from './call-machine.ts'
import type { CallEvent } from './call-machine.ts'
import { outcomesOf } from './call-outcomes.ts'
import { deadlineOf, showCall } from './live-call.ts'
import type { LiveCall } from './live-call.ts'

const reason = (live: LiveCall) => live.ended?.reason
const outcomes = (live: LiveCall) => outcomesOf(live).map(({ outcome, duration }) => [outcome, duration])
const decline = (user: typeof anna): CallEvent => ({ is: 'decline', user })
const heard = (user: typeof anna, busy: boolean): CallEvent => ({ is: 'heard', user, busy })

describe('a call of two', () => {
  test('it rings, is answered, and ends for both when one hangs up; waiting is no talk', () => {
    const rings = begin([boris])
    expect(showCall(rings)).toMatchObject({ ringUntil: limits.callRingTime, answeredAt: null, stateSeq: 0 })
    const talk = play(rings, [3000, heard(boris, false)], [5000, join(boris)])
    expect(showCall(talk)).toMatchObject({
      ringUntil: null,
      answeredAt: 5000,
      stateSeq: 2,
      devices: [{ connEpoch: 1 }, { connEpoch: 2 }],
    })
    const done = play(talk, [65_000, leave(anna)])
    expect(showCall(done)).toMatchObject({ devices: [], ended: { at: 65_000, reason: 'completed' } })
    expect(outcomes(done)).toEqual([
      ['completed', 60_000],
      ['completed', 60_000],
    ])
  })

  test.each<[string, (readonly [number, CallEvent])[], string, string, string]>([
    ['the caller hangs up', [[9000, leave(anna)]], 'cancelled', 'cancelled', 'missed'],
    ['it is declined', [[9000, decline(boris)]], 'declined', 'declined', 'declined'],
    [
      'nobody answers',
      [
        [30_000, alive(anna)],
        [45_000, tick],
      ],
      'missed',
      'missed',
      'missed',
    ],
    [
      'all devices are busy',
      [
        [1000, heard(boris, true)],
        [3000, tick],
      ],
      'busy',
      'busy',
      'missed',
    ],
    ['the caller is not heard of any more', [[30_000, tick]], 'failed', 'failed', 'missed'],
  ])('where %s it ends so', (_, events, end, mine, theirs) => {
    const done = play(begin([boris]), ...events)
    expect(reason(done)).toBe(end)
    expect(outcomes(done)).toEqual([
      [mine, 0],
      [theirs, 0],
    ])
  })

  test('a busy device is no answer while another one rings, whichever spoke first', () => {
    const first = play(begin([boris]), [100, heard(boris, true)], [200, heard(boris, false)], [9000, tick])
    const second = play(begin([boris]), [100, heard(boris, false)], [200, heard(boris, true)], [9000, tick])
    for (const live of [first, second]) expect(states(live)).toEqual({ anna: 'in', boris: 'ringing' })
  })

  test('who is cut off for too long ends it with what was talked; a sign of life keeps it', () => {
    const talk = play(begin([boris]), [1000, join(boris)], [20_000, alive(anna)], [40_000, alive(anna)])
    const lost = play(talk, [40_001, tick])
    expect(reason(lost)).toBe('failed')
    expect(outcomes(lost)).toEqual([
      ['completed', 39_001],
      ['completed', 39_001],
    ])
    expect(reason(play(talk, [40_000, alive(boris)], [60_000, tick]))).toBeUndefined()
  })

  test('nobody was silent while no server listened', () => {
    const talk = play(begin([boris]), [1000, join(boris)])
    const back = play(talk, [300_000, { is: 'tick', hearsSince: 300_000 }])
    expect(reason(back)).toBeUndefined()
    expect(deadlineOf(back)).toBe(330_000)
  })
})

describe('a call of a group', () => {
  const group = begin([boris, vera], false)

  test('each comes, declines or misses it alone; it ends when the last one goes', () => {
    const live = play(group, [1000, decline(boris)], [2000, join(vera)], [2500, leave(anna)])
    expect(states(live)).toEqual({ anna: 'left', boris: 'declined', vera: 'in' })
    const back = play(live, [3000, join(anna)], [4000, leave(vera)])
    expect(reason(back)).toBeUndefined()
    const done = play(back, [10_000, leave(anna)])
    expect(reason(done)).toBe('completed')
    expect(outcomes(done)).toEqual([
      ['completed', 7500],
      ['declined', 0],
      ['completed', 2000],
    ])
  })

  test('who does not answer in time has missed it, and may still come', () => {
    const live = play(group, [1000, join(boris)], [40_000, alive(anna)], [40_000, alive(boris)], [45_000, tick])
    expect(states(live)).toEqual({ anna: 'in', boris: 'in', vera: 'missed' })
    expect(showCall(live).ringUntil).toBeNull()
    expect(states(play(live, [50_000, join(vera)]))).toMatchObject({ vera: 'in' })
  })

  test('somebody who was not rung comes and counts as a member of it', () => {
    const igor = userOf('igor')
    expect(states(play(group, [5, join(igor)]))).toMatchObject({ igor: 'in' })
  })

  test('who was taken out stays out until somebody who may rings him again', () => {
    const live = play(group, [5, join(boris)], [9, { is: 'remove', users: [boris] }])
    expect(states(live)).toMatchObject({ boris: 'removed' })
    expect(live.devices).toHaveLength(1)
    expect(stepCall(live, join(boris), 10)).toBe('FORBIDDEN')
    const asked = play(live, [10, { is: 'ring', users: [boris], pardon: false }])
    expect(states(asked)).toMatchObject({ boris: 'removed' })
    const pardoned = play(live, [10, { is: 'ring', users: [boris], pardon: true }], [11, join(boris)])
    expect(states(pardoned)).toMatchObject({ boris: 'in' })
  })

  test('no more devices come than each can send to', () => {
    const users = Array.from({ length: limits.callDevices - 1 }, (_, i) => userOf(`user${i}x`))
    const full = play(group, ...users.map((user) => [5, join(user)] as const))
    expect(full.devices).toHaveLength(limits.callDevices)
    expect(stepCall(full, join(boris), 6)).toBe('CALL_FULL')
    // Coming back takes one's own place.
    expect(play(full, [6, join(anna)]).devices).toHaveLength(limits.callDevices)
  })

  test('a server of media takes more, and not any number', () => {
    const users = Array.from({ length: limits.callSfuDevices - 1 }, (_, i) => userOf(`user${i}x`))
    const full = play(begin([], false, 'sfu'), ...users.map((user) => [5, join(user)] as const))
    expect(full.devices).toHaveLength(limits.callSfuDevices)
    expect(stepCall(full, join(boris), 6)).toBe('CALL_FULL')
  })

  test('each departure is counted, also that of who comes again', () => {
    const both = play(group, [5, join(boris)])
    expect(showCall(both).departures).toBe(0)
    const again = play(both, [6, join(boris)], [7, join(boris, 'tablet', true)])
    expect(showCall(again).departures).toBe(2)
    expect(showCall(play(again, [8, leave(boris, 'tablet')])).departures).toBe(3)
  })
})

describe('devices of one person', () => {
  const talk = play(begin([boris]), [1000, join(boris)])

  test('one answers for all; another one takes it over when it says so', () => {
    expect(stepCall(talk, join(boris, 'desk'), 2000)).toBe('CALL_ELSEWHERE')
    const moved = play(talk, [2000, join(boris, 'desk', true)])
    expect(moved.devices.map(({ device, connEpoch }) => [device, connEpoch])).toEqual([
      [deviceOf('annaphone'), 1],
      [deviceOf('borisdesk'.replace('boris', 'bori')), 3],
    ])
    // What the other one says now is of no account.
    expect(stepCall(moved, leave(boris), 3000)).toBe(moved)
    expect(stepCall(moved, alive(boris), 3000)).toBe(moved)
  })

  test('who comes again has a higher number, and the call goes on as it was', () => {
    const again = play(talk, [9000, join(anna)])
    expect(again.devices.find(({ user }) => user === anna)?.connEpoch).toBe(3)
    expect(showCall(again)).toMatchObject({ answeredAt: 1000, ended: null })
  })

  test('what nobody sees does not count as a change; what they see does', () => {
    expect(play(talk, [2000, alive(anna)]).stateSeq).toBe(talk.stateSeq)
    const hand = { is: 'media', user: anna, device: deviceOf('annaphone'), media: { ...media, hand: true } } as const
    expect(play(talk, [2000, hand]).stateSeq).toBe(talk.stateSeq + 1)
    expect(play(talk, [2000, hand], [2000, hand]).stateSeq).toBe(talk.stateSeq + 1)
  })
})

test('what comes too late is refused where it asks for something, and else it is nothing', () => {
  const done = play(begin([boris]), [5, leave(anna)])
  for (const event of [join(boris), decline(boris), { is: 'ring', users: [boris], pardon: true } as const])
    expect(stepCall(done, event, 9)).toBe('CALL_OVER')
  for (const event of [leave(anna), alive(anna), heard(boris, false), { is: 'end' } as const, tick])
    expect(stepCall(done, event, 9)).toBe(done)
})

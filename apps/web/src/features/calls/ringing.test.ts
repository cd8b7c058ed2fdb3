import type { CallState } from '@soroka/client/types'
import type { UserId } from '@soroka/protocol'
import { describe, expect, test } from 'vitest'
import type { CallStore, OwnCall } from '../../stores/callStore.ts'
import { ringingCall } from './ringing.ts'

const me = 'me' as UserId
const call = (id: string, at: number, state: string, ended = false): CallState =>
  ({ id, at, members: [{ user: me, state }], ended: ended ? { at, reason: 'missed' } : null }) as unknown as CallState
const store = (calls: CallState[], own: Partial<OwnCall> | null = null) =>
  ({ live: Object.fromEntries(calls.map((one) => [one.id, one])), own }) as Pick<CallStore, 'live' | 'own'>

describe('what rings for me', () => {
  test('the call that rang first, as long as I have not answered', () => {
    expect(ringingCall(store([call('b', 2, 'ringing'), call('a', 1, 'ringing')]), me)?.id).toBe('a')
    expect(ringingCall(store([call('a', 1, 'in'), call('b', 2, 'declined'), call('c', 3, 'missed')]), me)).toBeNull()
    expect(ringingCall(store([call('a', 1, 'ringing', true)]), me)).toBeNull()
  })

  test('nothing while I am in a call; again when mine is over', () => {
    const state = call('mine', 1, 'in')
    const other = call('a', 2, 'ringing')
    expect(ringingCall(store([other], { state, over: null }), me)).toBeNull()
    expect(ringingCall(store([other], { state, over: 'completed' }), me)?.id).toBe('a')
    expect(ringingCall(store([other], { state: other, over: 'elsewhere' }), me)).toBeNull()
  })
})

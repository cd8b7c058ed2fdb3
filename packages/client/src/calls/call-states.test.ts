import { callId, type CallState, chatId, deviceId, userId } from '@soroka/protocol'
import { expect, test } from 'vitest'
import { CallStates } from './call-states.ts'

const id = callId.parse('AAAAAAAAAAAAAAAAAAAAAA')
const chat = chatId.parse('A'.repeat(43))
const [self, other] = [userId.parse('BAAAAAAAAAAAAAAAAAAAAA'), userId.parse('CAAAAAAAAAAAAAAAAAAAAA')]
const media = { audio: true, video: false, screen: false, hand: false }
const device = (user: typeof self, connEpoch: number) =>
  ({ user, device: deviceId.parse('DAAAAAAAAAAAAAAAAAAAAA'), connEpoch, media }) as const

const call = (stateSeq: number, change: Partial<CallState> = {}): CallState => ({
  id,
  chat,
  mode: 'p2p',
  video: false,
  by: other,
  at: 1,
  ringUntil: null,
  answeredAt: 2,
  stateSeq,
  departures: 0,
  members: [self, other].map((user) => ({ user, state: 'in', heard: true })),
  devices: [device(other, 1), device(self, 2)],
  ended: null,
  ...change,
})

function states() {
  const told: CallState[] = []
  return { told, known: new CallStates({ self, changed: (state) => told.push(state), now: () => 9 }) }
}

test('only what is newer is told, and the newest is the answer', () => {
  const { told, known } = states()
  for (const seq of [3, 2, 3, 5, 4]) known.take(call(seq))
  expect(told.map(({ stateSeq }) => stateSeq)).toEqual([3, 5])
  expect(known.take(call(1)).stateSeq).toBe(5)
  known.note(call(7))
  known.take(call(6))
  expect(told).toHaveLength(2)
})

test('who is no longer in the chat is taken out of its call, and then it is over for him', () => {
  const { told, known } = states()
  known.take(call(3))
  known.left(chat)
  known.left(chat)
  expect(told.slice(1)).toMatchObject([
    {
      stateSeq: 4,
      ended: null,
      members: [{ user: self, state: 'removed' }, { state: 'in' }],
      devices: [{ user: other }],
    },
    { stateSeq: 5, ended: { at: 9, reason: 'failed' }, devices: [] },
  ])
  expect(known.live).toEqual([])
})

test('calls that are over don’t fill the memory, those that run are never forgotten', () => {
  const { known } = states()
  known.take(call(1))
  const over = { at: 1, reason: 'completed' } as const
  for (let i = 0; i < 300; i++) known.take(call(1, { id: callId.parse(`${`${i}`.padStart(21, 'E')}A`), ended: over }))
  expect(known.get(id)).toBeDefined()
  expect(known.get(callId.parse(`${'0'.padStart(21, 'E')}A`))).toBeUndefined()
  expect(known.get(callId.parse(`${'299'.padStart(21, 'E')}A`))).toBeDefined()
})

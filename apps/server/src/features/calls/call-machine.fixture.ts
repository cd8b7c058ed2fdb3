import type { CallId, CallMedia, ChatId, DeviceId, UserId } from '@soroka/protocol'
import { beginCall, stepCall } from './call-machine.ts'
import type { CallEvent } from './call-machine.ts'
import { showCall } from './live-call.ts'
import type { LiveCall } from './live-call.ts'

/** Ids with the shape of real ones that can be told apart when a test fails. */
const idOf = (name: string, length: number): string => `${name}${'0'.repeat(length)}`.slice(0, length) + 'A'
export const userOf = (name: string) => idOf(name, 21) as UserId
export const deviceOf = (name: string) => idOf(name, 21) as DeviceId
export const call = idOf('call', 21) as CallId
export const chat = idOf('chat', 42) as ChatId

export const media: CallMedia = { audio: true, video: false, screen: false, hand: false }
export const [anna, boris, vera] = [userOf('anna'), userOf('boris'), userOf('vera')]

export const join = (user: UserId, device = 'phone', move = false): CallEvent => ({
  is: 'join',
  user,
  device: deviceOf(user.slice(0, 4) + device),
  media,
  move,
})
export const leave = (user: UserId, device = 'phone'): CallEvent => ({
  is: 'leave',
  user,
  device: deviceOf(user.slice(0, 4) + device),
})
export const alive = (user: UserId, device = 'phone'): CallEvent =>
  ({ ...leave(user, device), is: 'alive' }) as CallEvent
export const tick: CallEvent = { is: 'tick', hearsSince: 0 }

/** Anna calls on her phone, at 0. */
export function begin(ring: readonly UserId[], direct = ring.length === 1, mode: LiveCall['mode'] = 'p2p'): LiveCall {
  return beginCall({ id: call, chat, direct, mode, user: anna, device: deviceOf('annaphone'), media, ring }, 0)
}

/** What becomes of it; an event that is refused fails the test. */
export function play(live: LiveCall, ...events: (readonly [at: number, event: CallEvent])[]): LiveCall {
  return events.reduce((now, [at, event]) => {
    const next = stepCall(now, event, at)
    if (typeof next === 'string') throw new Error(`${event.is} at ${at}: ${next}`)
    return next
  }, live)
}

/** The states of its people by their names. */
export const states = (live: LiveCall) =>
  Object.fromEntries(showCall(live).members.map(({ user, state }) => [/^[a-z]+/.exec(user)?.[0], state]))

import type { DeviceId, UserId } from '@soroka/protocol'
import type { CallNews } from '../push/index.ts'
import { memberOf } from './live-call.ts'
import type { LiveCall } from './live-call.ts'

/**
 * What a change of a call means to people who may have to be woken: whom it rings from now on, who missed it, and whose
 * other devices may stop ringing. `by`: the device that changed it.
 */
export function newsOf(before: LiveCall | undefined, after: LiveCall, by: DeviceId | undefined): CallNews {
  const untilBefore = (user: UserId) => (before && memberOf(before, user))?.ringUntil ?? null
  const rung = after.members.flatMap(({ user, ringUntil }) =>
    after.ended === null && ringUntil !== null && ringUntil !== untilBefore(user) ? [{ user, until: ringUntil }] : [],
  )
  const missed = after.members.flatMap(({ user, state, cameAt }) => {
    const isOver = state === 'missed' || state === 'busy'
    return untilBefore(user) !== null && isOver && cameAt === null ? [user] : []
  })
  const met = after.members.flatMap(({ user, ringUntil }) =>
    untilBefore(user) !== null && ringUntil === null && !missed.includes(user) ? [user] : [],
  )
  return { id: after.id, chat: after.chat, rung, missed, met, by }
}

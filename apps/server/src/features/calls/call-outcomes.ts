import type { CallEnd, UserId } from '@soroka/protocol'
import type { LiveCall, LiveMember } from './live-call.ts'

/** What a call was to one of its people. */
export interface CallOutcome {
  readonly user: UserId
  readonly outcome: CallEnd
  readonly cameAt: number | null
  readonly duration: number
}

/** The lines of the history, once a call is over: of everybody who was rung or came. */
export function outcomesOf({ members, answeredAt, ended }: LiveCall): CallOutcome[] {
  if (ended === null) return []
  return members.map((one) => ({
    user: one.user,
    outcome: outcomeOf(one, answeredAt !== null, ended.reason),
    cameAt: one.cameAt,
    duration: answeredAt === null ? 0 : one.stayed,
  }))
}

function outcomeOf({ cameAt, state }: LiveMember, isAnswered: boolean, reason: CallEnd): CallEnd {
  if (cameAt === null) return state === 'declined' ? 'declined' : 'missed'
  return isAnswered ? 'completed' : reason
}

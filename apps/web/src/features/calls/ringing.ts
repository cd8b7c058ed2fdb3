import type { CallState } from '@soroka/client/types'
import type { ChatId, UserId } from '@soroka/protocol'
import type { CallStore } from '../../stores/callStore.ts'

function stateOf(call: CallState, user: UserId) {
  return call.members.find((member) => member.user === user)?.state
}

/** The call that rings for me here. In a call of my own nothing rings: the other one is told that I am busy. */
export function ringingCall({ live, own }: Pick<CallStore, 'live' | 'own'>, me: UserId): CallState | null {
  if (own !== null && own.over === null) return null
  const calls = Object.values(live).filter(
    (call) => call.ended === null && call.id !== own?.state.id && stateOf(call, me) === 'ringing',
  )
  return calls.toSorted((a, b) => a.at - b.at)[0] ?? null
}

/** The call that runs in a chat now. */
export function liveCall({ live }: Pick<CallStore, 'live'>, chat: ChatId): CallState | null {
  return Object.values(live).find((call) => call.chat === chat && call.ended === null) ?? null
}

/** People who are in a call, each once. */
export function peopleIn(call: Pick<CallState, 'members'>): UserId[] {
  return call.members.filter(({ state }) => state === 'in').map(({ user }) => user)
}

export function peopleRung(call: Pick<CallState, 'members'>): UserId[] {
  return call.members.filter(({ state }) => state === 'ringing').map(({ user }) => user)
}

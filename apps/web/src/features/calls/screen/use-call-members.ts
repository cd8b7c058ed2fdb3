import type { CallState } from '@soroka/client/types'
import type { CallMember, UserId } from '@soroka/protocol'
import { useChats } from '../../../stores/chatStore.ts'
import { useMembers } from '../../../stores/use-members.ts'

type Known = Pick<CallMember, 'user' | 'state'> | { user: UserId; state: null }

/** The people of a call's chat by what they do in it: in, being called, neither. */
export function useCallMembers(call: CallState): { name: 'in' | 'ringing' | 'out'; members: Known[] }[] {
  const group = useChats((state) => state.chats[call.chat]?.kind === 'group')
  const data = useMembers(call.chat, group)
  const rung = new Set(call.members.map(({ user }) => user))
  const others = (data ?? []).flatMap(({ person }): Known[] =>
    rung.has(person.id) ? [] : [{ user: person.id, state: null }],
  )
  const rest = call.members.filter(({ state }) => state !== 'in' && state !== 'ringing')
  return [
    { name: 'in', members: call.members.filter(({ state }) => state === 'in') },
    { name: 'ringing', members: call.members.filter(({ state }) => state === 'ringing') },
    { name: 'out', members: [...rest, ...others] },
  ]
}

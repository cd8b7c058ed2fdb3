import type { CallState } from '@soroka/client/types'
import type { CallMember, UserId } from '@soroka/protocol'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { engine } from '../../../engine/engine.ts'
import { chatStore, useChats } from '../../../stores/chatStore.ts'

type Known = Pick<CallMember, 'user' | 'state'> | { user: UserId; state: null }

/** The people of a call's chat by what they do in it: in, being called, neither. Their names are learned by the way. */
export function useCallMembers(call: CallState): { name: 'in' | 'ringing' | 'out'; members: Known[] }[] {
  const group = useChats((state) => state.chats[call.chat]?.kind === 'group')
  const { data } = useQuery({
    queryKey: ['call-members', call.chat],
    queryFn: () => engine.groups.members(call.chat),
    enabled: group,
  })
  useEffect(() => {
    if (!data) return
    const { people, applyPeople } = chatStore.getState()
    const news = data.flatMap(({ person }) => (people[person.id] ? [] : [person]))
    if (news.length > 0) applyPeople(news)
  }, [data])
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

import type { ChatView, MemberView } from '@soroka/client/types'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { engine } from '../../engine/engine.ts'
import { useChats } from '../../stores/chatStore.ts'
import { useGroupChanges } from '../../stores/groupChanges.ts'
import { useMemo } from 'react'

/** The members of a group, with the freshest presence; read again when the group changes. */
export function useMembers(chat: ChatView): { members: MemberView[]; loaded: boolean; refresh(): void } {
  const queries = useQueryClient()
  const people = useChats((state) => state.people)
  const changes = useGroupChanges(chat.id)
  const queryKey = ['members', chat.id]
  const { data } = useQuery({
    queryKey: [...queryKey, chat.memberCount, chat.role, chat.left, changes],
    queryFn: () => engine.groups.members(chat.id),
    placeholderData: (before) => before,
    staleTime: 0,
  })
  const members = useMemo(
    () => (data ?? []).map((member) => ({ ...member, person: people[member.person.id] ?? member.person })),
    [data, people],
  )
  return { members, loaded: data !== undefined, refresh: () => void queries.invalidateQueries({ queryKey }) }
}

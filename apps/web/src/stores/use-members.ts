import type { ChatId } from '@soroka/protocol'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { engine } from '../engine/engine.ts'
import { chatStore, useChats } from './chatStore.ts'

/** The members of an open group; their names are learned by the way. Read again when their number or my role changes. */
export function useMembers(id: ChatId, active: boolean) {
  const count = useChats((state) => state.chats[id]?.memberCount)
  const role = useChats((state) => state.chats[id]?.role)
  const left = useChats((state) => state.chats[id]?.left)
  const { data } = useQuery({
    queryKey: ['members', id, count, role, left],
    queryFn: () => engine.groups.members(id),
    enabled: active,
    placeholderData: (before) => before,
  })
  useEffect(() => {
    if (!data) return
    const { people, applyPeople } = chatStore.getState()
    const news = data.flatMap(({ person }) => (people[person.id] ? [] : [person]))
    if (news.length > 0) applyPeople(news)
  }, [data])
  return data
}

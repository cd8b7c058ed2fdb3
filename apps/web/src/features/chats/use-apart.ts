import { useMemo } from 'react'
import { isRequest } from '../../stores/chat-state.ts'
import { useChats } from '../../stores/chatStore.ts'

/** Rows above the chats: requests of strangers first, then the archive, when there is something in them. */
export function useApart(): ('requests' | 'archive')[] {
  const requests = useChats(({ order, chats }) => order.some((id) => chats[id] !== undefined && isRequest(chats[id])))
  const archive = useChats(({ order, chats }) => order.some((id) => chats[id]?.archived && !chats[id].request))
  return useMemo(
    () => [...(requests ? (['requests'] as const) : []), ...(archive ? (['archive'] as const) : [])],
    [requests, archive],
  )
}

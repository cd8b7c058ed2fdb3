import { useChats } from '../../stores/chatStore.ts'

/** How many chats have something new. */
export function useUnreadTotal(): number {
  return useChats((state) => state.order.reduce((sum, id) => sum + ((state.chats[id]?.unread ?? 0) > 0 ? 1 : 0), 0))
}

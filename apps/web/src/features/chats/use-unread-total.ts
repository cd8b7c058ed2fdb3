import type { ChatView, FolderView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { useChats } from '../../stores/chatStore.ts'
import { useNow } from '../../ui/use-now.ts'
import { calls } from '../../stores/chat-state.ts'
import { inFolder } from './folder-filter.ts'

function count(order: ChatId[], chats: Record<ChatId, ChatView>, shows: (chat: ChatView) => boolean): number {
  let sum = 0
  for (const id of order) {
    const chat = chats[id]
    if (chat && shows(chat)) sum++
  }
  return sum
}

/** How many chats have something new that is worth a look. */
export function useUnreadTotal(): number {
  const now = useNow()
  return useChats(({ order, chats }) =>
    count(order, chats, (chat) => !chat.archived && !chat.request && calls(chat, now)),
  )
}

export function useFolderUnread(folder: FolderView): number {
  const now = useNow()
  return useChats(({ order, chats }) => count(order, chats, (chat) => calls(chat, now) && inFolder(folder, chat, now)))
}

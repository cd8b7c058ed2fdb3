import type { ChatView, FolderView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { isMuted, isRequest, isUnread } from '../../stores/chat-state.ts'

const kinds: Record<FolderView['include'][number], (chat: ChatView) => boolean> = {
  direct: (chat) => chat.kind === 'direct',
  groups: (chat) => chat.kind === 'group',
  contacts: (chat) => chat.peer?.contact === true,
  strangers: (chat) => chat.kind === 'direct' && chat.peer?.contact === false,
  unread: isUnread,
}

/** Whether a folder shows a chat: one of its kinds or chats, and nothing that it leaves out. Requests stand apart. */
export function inFolder(folder: FolderView, chat: ChatView, now: number): boolean {
  if (chat.request || folder.without.includes(chat.id)) return false
  if (folder.chats.includes(chat.id)) return true
  if (!folder.include.some((kind) => kinds[kind](chat))) return false
  if (folder.exclude.includes('muted') && isMuted(chat, now) && !chat.unreadMention) return false
  if (folder.exclude.includes('read') && !isUnread(chat) && !chat.unreadMention) return false
  return !(folder.exclude.includes('archived') && chat.archived)
}

interface Choice {
  list: 'archive' | 'requests' | null
  folder: FolderView | undefined
  now: number
}

/** The ids that a list shows, in the order of the store. */
export function visibleChats(
  order: ChatId[],
  chats: Record<ChatId, ChatView>,
  { list, folder, now }: Choice,
): ChatId[] {
  return order.filter((id) => {
    const chat = chats[id]
    if (!chat) return false
    if (list === 'requests') return isRequest(chat)
    if (list === 'archive') return chat.archived && !chat.request
    return folder ? inFolder(folder, chat, now) : !chat.archived && !chat.request
  })
}

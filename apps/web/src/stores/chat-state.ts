import type { ChatView } from '@soroka/client/types'

export function isMuted(chat: Pick<ChatView, 'mutedUntil'>, now: number): boolean {
  return chat.mutedUntil > now
}

export function isUnread(chat: Pick<ChatView, 'unread' | 'markedUnread'>): boolean {
  return chat.unread > 0 || chat.markedUnread
}

/** What should draw the eye: something new that was not silenced, or a call by name. */
export function calls(chat: ChatView, now: number): boolean {
  return chat.unreadMention || (isUnread(chat) && !isMuted(chat, now))
}

/** A stranger's chat that waits for my word. One in which nothing was said yet (he tried to call) asks for none. */
export const isRequest = (chat: ChatView): boolean => chat.request && (chat.kind === 'group' || chat.lastSeq > 0)

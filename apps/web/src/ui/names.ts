import type { ChatView } from '@soroka/client/types'
import type { ChatId, UserId } from '@soroka/protocol'
import type { TFunction } from 'i18next'
import { useText } from '../i18n/i18n.ts'
import { authStore } from '../stores/authStore.ts'
import { chatStore, useChats } from '../stores/chatStore.ts'

function known(user: UserId, chat: ChatView | undefined): string {
  const { people } = chatStore.getState()
  return people[user]?.name || (chat?.peer?.id === user ? chat.title : '')
}

export const isMe = (user: UserId) => user === authStore.getState().session?.user

/** What somebody is called on this screen: "You", the person's name, or "Somebody" until it is known. */
export function nameOf(user: UserId | undefined, chat: ChatId, t: TFunction): string {
  if (user === undefined) return t('messages:somebody')
  if (isMe(user)) return t('messages:you')
  return known(user, chatStore.getState().chats[chat]) || t('messages:somebody')
}

/** The same, and it changes when the name becomes known. */
export function useName(user: UserId | undefined, chat: ChatId): string {
  const t = useText()
  useChats((state) => (user === undefined ? '' : (state.people[user]?.name ?? '')))
  return nameOf(user, chat, t)
}

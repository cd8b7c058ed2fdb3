import type { ChatId, UserId } from '@soroka/protocol'
import type { TFunction } from 'i18next'
import { useText } from '../../i18n/i18n.ts'
import { authStore, useAuth } from '../../stores/authStore.ts'
import { chatStore, useChats } from '../../stores/chatStore.ts'
import { chatTitle } from '../../ui/chat-title.ts'

export const isMe = (user: UserId) => user === authStore.getState().session?.user

/** What a person is called in a call: "You", the name, or "Somebody" until it is known. */
function personName(user: UserId, id: ChatId, t: TFunction): string {
  if (isMe(user)) return t('calls:you')
  const { people, chats } = chatStore.getState()
  const chat = chats[id]
  return people[user]?.name || (chat?.peer?.id === user ? chat.title : '') || t('calls:somebody')
}

/** The same, and it changes when the name becomes known. */
export function useNames(chat: ChatId | undefined): (user: UserId) => string {
  const t = useText()
  useChats((state) => state.people)
  useChats((state) => chat && state.chats[chat]?.title)
  return (user) => (chat ? personName(user, chat, t) : t('calls:somebody'))
}

/** Whose initials stand on my own face: there "You" would be a stranger. */
export function useFaceName(user: UserId, chat: ChatId): string {
  const session = useAuth((state) => state.session)
  const name = useNames(chat)(user)
  return session?.user === user ? session.name : name
}

/** The name of the chat that a call belongs to. */
export function useCallTitle(id: ChatId): string {
  const t = useText()
  const chat = useChats((state) => state.chats[id])
  return chat ? chatTitle(chat, t) : t('calls:somebody')
}

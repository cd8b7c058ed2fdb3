import type { ChatId, UserId } from '@soroka/protocol'
import { useText } from '../../i18n/i18n.ts'
import { useAuth } from '../../stores/authStore.ts'
import { useCalls } from '../../stores/callStore.ts'
import { useChats } from '../../stores/chatStore.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import { nameOf } from '../../ui/names.ts'

/** What people are called in a call of this chat; it changes when a name becomes known. */
export function useNames(chat: ChatId | undefined): (user: UserId) => string {
  const t = useText()
  useChats((state) => state.people)
  useChats((state) => chat && state.chats[chat]?.title)
  const guests = useCalls(({ own }) => own?.state.guests)
  return (user) => {
    const guest = guests?.find(({ id }) => (id as string) === user)
    if (guest?.name !== undefined) return t('guest:mark', { name: guest.name })
    return chat ? nameOf(user, chat, t) : t('messages:somebody')
  }
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
  return chat ? chatTitle(chat, t) : t('messages:somebody')
}

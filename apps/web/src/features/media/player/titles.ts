import type { TFunction } from 'i18next'
import { authStore } from '../../../stores/authStore.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import { chatTitle } from '../../../ui/chat-title.ts'
import type { Playing } from './playing-store.ts'

/** What plays, in two lines: whose voice, or which file; and in which chat. */
export function titlesOf({ message, file }: Pick<Playing, 'message' | 'file'>, t: TFunction) {
  const { chats, people } = chatStore.getState()
  const chat = chats[message.chat]
  const where = chat ? chatTitle(chat, t) : ''
  if (file.shape !== 'voice') return { title: file.name, where }
  const own = message.sender === authStore.getState().session?.user
  return { title: own ? t('messages:you') : people[message.sender]?.name || where || t('messages:somebody'), where }
}

import type { ChatView } from '@soroka/client/types'
import type { TFunction } from 'i18next'

/** The name of a chat as people see it; the Nest's is a word of the interface. */
export function chatTitle(chat: Pick<ChatView, 'kind' | 'title'>, t: TFunction): string {
  return chat.kind === 'nest' ? t('chats:nest') : chat.title
}

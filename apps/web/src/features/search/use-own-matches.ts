import type { ChatView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { chatTitle } from '../../ui/chat-title.ts'

interface Match {
  chat: ChatId
  /** The person of a direct chat, so that nobody is shown twice. */
  person: string
  line: string
}

const plain = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е')

function lineOf(chat: ChatView, t: TFunction): string {
  if (chat.kind === 'group') return t('groups:members.count', { count: chat.memberCount })
  return chat.peer?.nickname ? `@${chat.peer.nickname}` : ''
}

/** Own chats whose name or nickname has a word that begins so; nothing asked, the newest ones. */
export function useOwnMatches(query: string): Match[] {
  const t = useText()
  const chats = useChats((state) => state.chats)
  const order = useChats((state) => state.order)
  return useMemo(() => {
    const word = plain(query.replace(/^@/, ''))
    const matches: Match[] = []
    for (const id of order) {
      const chat = chats[id]
      if (!chat) continue
      const title = plain(chatTitle(chat, t))
      const words = [...title.split(/\s+/), title, plain(chat.peer?.nickname ?? ''), plain(chat.peer?.ownName ?? '')]
      if (!words.some((text) => text.startsWith(word))) continue
      matches.push({ chat: id, person: chat.peer?.id ?? id, line: lineOf(chat, t) })
      if (matches.length === 20) break
    }
    return matches
  }, [chats, order, query, t])
}

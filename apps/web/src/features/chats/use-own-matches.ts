import type { ChatId } from '@soroka/protocol'
import { useMemo } from 'react'
import { useChats } from '../../stores/chatStore.ts'

interface Match {
  chat: ChatId
  person: string
  name: string
  line: string
  online: boolean
}

const plain = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е')

/** Own chats whose name or nickname has a word that begins so; nothing asked, the newest ones. */
export function useOwnMatches(query: string): Match[] {
  const chats = useChats((state) => state.chats)
  const order = useChats((state) => state.order)
  return useMemo(() => {
    const word = plain(query.replace(/^@/, ''))
    const matches: Match[] = []
    for (const id of order) {
      const chat = chats[id]
      if (!chat) continue
      const nickname = chat.peer?.nickname ?? ''
      const words = [...plain(chat.title).split(/\s+/), plain(chat.title), plain(nickname)]
      if (!words.some((text) => text.startsWith(word))) continue
      matches.push({
        chat: id,
        person: chat.peer?.id ?? id,
        name: chat.title,
        line: nickname ? `@${nickname}` : '',
        online: chat.peer?.online ?? false,
      })
      if (matches.length === 20) break
    }
    return matches
  }, [chats, order, query])
}

import { TextInput } from '@mantine/core'
import type { ChatId } from '@soroka/protocol'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import { ChatAvatar } from '../../ui/ChatAvatar.tsx'
import line from '../../ui/PersonLine.module.css'
import css from './FolderSheet.module.css'

/** Any number of one's chats, found by name. */
export function ChatChoice({ chosen, onChange }: { chosen: ChatId[]; onChange(chosen: ChatId[]): void }) {
  const t = useText()
  const order = useChats((state) => state.order)
  const chats = useChats((state) => state.chats)
  const [query, setQuery] = useState('')
  const word = query.trim().toLocaleLowerCase()
  const shown = order.flatMap((id) => {
    const chat = chats[id]
    return chat && !chat.request && chatTitle(chat, t).toLocaleLowerCase().includes(word) ? [chat] : []
  })
  return (
    <>
      <TextInput
        type="search"
        aria-label={t('chats:search')}
        placeholder={t('chats:search')}
        leftSection={<IconSearch size={20} stroke={1.8} aria-hidden />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <ul className={css.chats}>
        {shown.slice(0, 200).map((chat) => {
          const on = chosen.includes(chat.id)
          return (
            <li key={chat.id}>
              <label className={line.row}>
                <ChatAvatar chat={chat} size="sm" presence={false} />
                <span className={line.names}>
                  <span className={line.name}>{chatTitle(chat, t)}</span>
                </span>
                <input
                  type="checkbox"
                  className={css.tick}
                  checked={on}
                  onChange={() => onChange(on ? chosen.filter((id) => id !== chat.id) : [...chosen, chat.id])}
                />
              </label>
            </li>
          )
        })}
      </ul>
    </>
  )
}

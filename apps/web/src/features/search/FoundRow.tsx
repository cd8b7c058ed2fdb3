import { UnstyledButton } from '@mantine/core'
import type { PersonView } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { chatTitle } from '../../ui/chat-title.ts'
import { ChatAvatar } from '../../ui/ChatAvatar.tsx'
import css from './SearchPanel.module.css'

type Props = { line: string; onOpen(): void } & (
  | { chat: ChatId; person?: never }
  | { person: PersonView; chat?: never }
)

/** A chat or a person that was found by name. */
export function FoundRow({ chat: id, person, line, onOpen }: Props) {
  const t = useText()
  const chat = useChats((state) => (id ? state.chats[id] : undefined))
  return (
    <li>
      <UnstyledButton className={css.row} onClick={onOpen}>
        {chat && <ChatAvatar chat={chat} />}
        {person && <Avatar id={person.id} name={person.name} online={person.online} />}
        <span className={css.names}>
          <span className={css.name}>{chat ? chatTitle(chat, t) : person?.name}</span>
          {line !== '' && <span className={css.line}>{line}</span>}
        </span>
      </UnstyledButton>
    </li>
  )
}

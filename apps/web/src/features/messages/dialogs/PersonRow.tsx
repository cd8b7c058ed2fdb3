import type { ChatId, UserId } from '@soroka/protocol'
import type { ReactNode } from 'react'
import { useChats } from '../../../stores/chatStore.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { useName } from '../../../ui/names.ts'
import css from './dialogs.module.css'

interface Props {
  user: UserId
  chat: ChatId
  line?: string
  children?: ReactNode
}

/** Somebody of the chat, and what he did or when. */
export function PersonRow({ user, chat, line, children }: Props) {
  const name = useName(user, chat)
  const own = useChats((state) => state.people[user]?.name)
  return (
    <div className={css.row}>
      <Avatar id={user} name={own ?? name} size="sm" />
      <span className={css.names}>
        <bdi className={css.name}>{name}</bdi>
        {line !== undefined && <span className={css.line}>{line}</span>}
      </span>
      {children}
    </div>
  )
}

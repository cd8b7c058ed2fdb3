import type { ChatView } from '@soroka/client/types'
import { IconArchive, IconUserQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import { useNow } from '../../ui/use-now.ts'
import row from './ChatRow.module.css'
import css from './ApartRow.module.css'
import { CountBadge } from './CountBadge.tsx'
import { isUnread } from '../../stores/chat-state.ts'
import { visibleChats } from './folder-filter.ts'

const named = 3

/** The door to chats that stand apart: how many, and whose they are. */
export function ApartRow({ list }: { list: 'archive' | 'requests' }) {
  const t = useText()
  const now = useNow()
  const order = useChats((state) => state.order)
  const chats = useChats((state) => state.chats)
  const inside = useMemo(
    () =>
      visibleChats(order, chats, { list, folder: undefined, now }).flatMap((id): ChatView[] =>
        chats[id] ? [chats[id]] : [],
      ),
    [order, chats, list, now],
  )
  const unread = inside.filter(isUnread).length
  const Icon = list === 'archive' ? IconArchive : IconUserQuestion
  return (
    <Link to="/" search={{ list }} className={row.row}>
      <span className={css.icon} data-list={list}>
        <Icon size={24} stroke={1.8} aria-hidden />
      </span>
      <span className={row.text}>
        <span className={row.title}>{t(`chats:${list}.title`)}</span>
        <span className={row.bottom}>
          <span className={row.preview}>
            {inside
              .slice(0, named)
              .map((chat) => chatTitle(chat, t))
              .join(', ')}
          </span>
          <CountBadge count={unread} muted={list === 'archive'} />
        </span>
      </span>
    </Link>
  )
}

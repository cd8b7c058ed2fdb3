import { deliveryOf } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { IconLockExclamation } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useChats, usePeer } from '../../stores/chatStore.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { DeliveryMark } from '../../ui/DeliveryMark.tsx'
import { listTime } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import css from './ChatRow.module.css'
import { CountBadge } from './CountBadge.tsx'
import { Preview } from './Preview.tsx'

export const ChatRow = memo(function ChatRow({ id, current }: { id: ChatId; current: boolean }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const chat = useChats((state) => state.chats[id])
  const peer = usePeer(chat)
  if (!chat) return null
  const { last } = chat
  const showMark = last?.own === true && (!chat.draft || current)
  return (
    <Link
      to="/c/$chatId"
      params={{ chatId: id }}
      className={css.row}
      aria-current={current ? 'page' : undefined}
      data-unread={chat.unread > 0 || undefined}
    >
      <Avatar id={peer?.id ?? chat.id} name={chat.title} online={peer?.online ?? false} />
      <span className={css.text}>
        <span className={css.top}>
          <span className={css.name}>
            <span className={css.title}>{chat.title}</span>
            {chat.warning && (
              <IconLockExclamation size={16} className={css.warning} aria-label={t(`chats:warning.${chat.warning}`)} />
            )}
          </span>
          {showMark && <DeliveryMark delivery={deliveryOf(last, chat)} />}
          {last && (
            <time className={css.time} dateTime={new Date(last.at).toISOString()}>
              {listTime(last.at, now, language)}
            </time>
          )}
        </span>
        <span className={css.bottom}>
          <Preview chat={chat} current={current} />
          <CountBadge count={chat.unread} />
        </span>
      </span>
    </Link>
  )
})

import { type ChatView, deliveryOf } from '@soroka/client/types'
import type { ChatId } from '@soroka/protocol'
import { IconBellOff, IconLockExclamation, IconPinFilled } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { memo, type MouseEvent, useRef } from 'react'
import { besideList } from '../../app/place.ts'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useChats, usePeer } from '../../stores/chatStore.ts'
import { usePrefs } from '../../stores/prefsStore.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import { ChatAvatar } from '../../ui/ChatAvatar.tsx'
import { DeliveryMark } from '../../ui/DeliveryMark.tsx'
import { openMenu } from '../../ui/layer-store.ts'
import { listTime } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { useSort } from '../../ui/use-sort.dom.ts'
import { movePin, pinnedChats } from '../chat-actions/index.ts'
import { StatusMark } from '../people/index.ts'
import css from './ChatRow.module.css'
import { CountBadge } from './CountBadge.tsx'
import { isMuted, isUnread } from '../../stores/chat-state.ts'
import { Preview } from './Preview.tsx'
import { SwipeRow } from './SwipeRow.tsx'

function openChatMenu(chat: ChatView, x: number, y: number, t: TFunction): void {
  void import('./chat-menu.tsx').then(({ chatMenu }) =>
    openMenu({ x, y, label: chatTitle(chat, t), items: chatMenu(chat, t) }),
  )
}

/** The browser does the rest: another tab, another window, saving the address. */
const isPlain = ({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean =>
  button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey

export const ChatRow = memo(function ChatRow({ id, current }: { id: ChatId; current: boolean }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const chat = useChats((state) => state.chats[id])
  const peer = usePeer(chat)
  const compact = usePrefs((state) => state.compact)
  const router = useRouter()
  const row = useRef<HTMLAnchorElement>(null)
  // Pinned chats are sorted by dragging; the menu's "up" and "down" do the same.
  useSort(row, {
    holds: true,
    active: chat?.pinned !== undefined,
    onSort: (from, to) => movePin(id, pinnedChats().indexOf(id) + to - from),
    onPress: ({ x, y }) => chat && openChatMenu(chat, x, y, t),
  })
  if (!chat) return null
  const { last } = chat
  const title = chatTitle(chat, t)
  const muted = isMuted(chat, now)
  const showMark = last?.own === true && chat.kind !== 'nest' && !last.deleted && (!chat.draft || current)
  return (
    <SwipeRow chat={chat} muted={muted}>
      {/* Not the router's link: each of those computes its address anew with every step of the router. */}
      <a
        href={`/c/${id}`}
        onClick={(event) => {
          if (!isPlain(event)) return
          event.preventDefault()
          void router.navigate({ to: '/c/$chatId', params: { chatId: id }, search: besideList({}) })
        }}
        className={css.row}
        aria-current={current ? 'page' : undefined}
        data-unread={(isUnread(chat) && !muted) || undefined}
        ref={row}
        draggable={false}
        data-sort={chat.pinned === undefined ? undefined : ''}
        onContextMenu={(event) => {
          event.preventDefault()
          // A key opens it at the row's own place.
          const box = event.currentTarget.getBoundingClientRect()
          const [x, y] = event.clientX > 0 ? [event.clientX, event.clientY] : [box.left + 64, box.bottom - 12]
          openChatMenu(chat, x ?? 0, y ?? 0, t)
        }}
      >
        <ChatAvatar chat={chat} size={compact ? 'sm' : 'md'} />
        <span className={css.text}>
          <span className={css.top}>
            <span className={css.name}>
              <span className={css.title}>{title}</span>
              <StatusMark person={peer} />
              {chat.warning && (
                <IconLockExclamation
                  size={16}
                  className={css.warning}
                  role="img"
                  aria-label={t(`chats:warning.${chat.warning}`)}
                />
              )}
              {muted && (
                <IconBellOff size={16} stroke={1.8} className={css.muted} role="img" aria-label={t('chats:muted')} />
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
            {chat.unreadMention && (
              <span className={css.mention} role="img" aria-label={t('chats:mentioned')}>
                @
              </span>
            )}
            <CountBadge count={chat.unread} muted={muted} marked={chat.markedUnread} />
            {chat.pinned !== undefined && !isUnread(chat) && (
              <IconPinFilled size={17} className={css.pin} role="img" aria-label={t('chats:pinned')} />
            )}
          </span>
        </span>
      </a>
    </SwipeRow>
  )
})

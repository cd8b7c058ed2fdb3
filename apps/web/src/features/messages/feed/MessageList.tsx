import type { ChatView, MessageView } from '@soroka/client/types'
import type { MsgId } from '@soroka/protocol'
import { useMemo, useRef } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import type { MessageWindow } from '../../../stores/message-window.ts'
import { useViewport } from '../../../ui/use-viewport.dom.ts'
import { useChatCalls } from '../../calls/index.ts'
import { FloatingDay } from './DayPill.tsx'
import { DownButton, MentionButton } from './DownButton.tsx'
import { jumpTo } from '../jump.ts'
import { may } from '../may.ts'
import { useMessageKeys } from '../message-keys.dom.ts'
import { FeedRow } from './FeedRow.tsx'
import css from './MessageList.module.css'
import { NewMessageSpeaker } from './NewMessageSpeaker.tsx'
import { toggleReaction } from '../react.ts'
import { buildRows } from './rows.ts'
import { useFeed } from './use-feed.dom.ts'
import { useGestures } from '../use-gestures.dom.ts'
import { useJump } from './use-jump.ts'
import { useRovingFocus } from './use-roving-focus.dom.ts'

const defaultReaction = '❤️'

interface Props {
  chat: ChatView
  window: MessageWindow
  unreadAfter: number | null
  onNearTop(): void
  onNearEnd(): void
  bring(place: { id?: MsgId; seq?: number }): Promise<MessageView | null>
  bringEnd(): Promise<void>
}

/** The next unread message that calls me. */
function nextMention(chat: ChatView, messages: MessageView[]): MessageView | undefined {
  if (!chat.unreadMention) return undefined
  return messages.find((message) => message.callsMe && message.seq !== undefined && message.seq > chat.ownRead)
}

export function MessageList({ chat, window, unreadAfter, onNearTop, onNearEnd, bring, bringEnd }: Props) {
  const t = useText()
  const { messages, lines, more, moreBelow } = window
  const calls = useChatCalls(chat.id, window)
  const rows = useMemo(
    () => buildRows(messages, { more, unreadAfter, lines, calls }),
    [messages, lines, calls, more, unreadAfter],
  )
  const scroller = useRef<HTMLDivElement>(null)
  const runway = useRef<HTMLDivElement>(null)
  const column = useRef<HTMLDivElement>(null)
  const find = (key: string) => messages.find((message) => message.key === key)
  const feed = useFeed({ chat, rows, scroller, runway, column, more, moreBelow, onNearTop, onNearEnd })
  const shown = useMemo(() => rows.slice(feed.start, feed.end), [rows, feed.start, feed.end])
  const focus = useRovingFocus({ rows, shown, column, toRow: feed.toRow })
  useJump({ chat, rows, bring, toRow: feed.toRow })
  const gestures = useGestures(find, chat.rights.write && !chat.left)
  const onMessageKey = useMessageKeys(chat, find)
  const mention = nextMention(chat, messages)
  const faces = useViewport() !== 'phone'

  return (
    <>
      <div
        ref={scroller}
        role="presentation"
        className={css.scroller}
        onScroll={feed.onScroll}
        onKeyDown={(event) => {
          onMessageKey(event)
          if (!event.defaultPrevented) focus.onKeyDown(event)
        }}
        onFocus={focus.onFocus}
        onPointerDown={gestures.onPointerDown}
        onPointerMove={gestures.onPointerMove}
        onPointerUp={gestures.onPointerUp}
        onPointerCancel={gestures.onPointerCancel}
        onContextMenu={gestures.onContextMenu}
        onClick={gestures.onClick}
        onDoubleClick={(event) => {
          const message = gestures.doubleTapped(event)
          if (message && may(chat, message).react) toggleReaction(message, defaultReaction)
        }}
      >
        <div ref={runway} className={css.runway} aria-hidden />
        <div ref={column} role="list" aria-label={t('messages:list')} className={css.column}>
          {shown.map((row) => (
            <FeedRow key={row.key} row={row} chat={chat} faces={faces} current={row.key === focus.current} />
          ))}
        </div>
      </div>
      <FloatingDay at={feed.day} />
      <MentionButton
        shown={mention !== undefined}
        raised={feed.away}
        onClick={() => mention && jumpTo(chat.id, mention.id)}
      />
      <DownButton
        shown={feed.away}
        count={chat.unread}
        onClick={() => void bringEnd().then(() => requestAnimationFrame(feed.toEnd))}
      />
      <NewMessageSpeaker messages={messages} chat={chat} />
    </>
  )
}

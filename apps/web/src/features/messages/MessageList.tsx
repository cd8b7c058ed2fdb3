import { type ChatView, deliveryOf, type MessageView } from '@soroka/client/types'
import type { MsgId } from '@soroka/protocol'
import { type ReactElement, useMemo, useRef } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useText } from '../../i18n/i18n.ts'
import type { MessageWindow } from '../../stores/message-window.ts'
import { useViewport } from '../../ui/use-viewport.dom.ts'
import { SystemLine } from './bubble/SystemLine.tsx'
import { DayPill, FloatingDay } from './DayPill.tsx'
import { DownButton, MentionButton } from './DownButton.tsx'
import { jumpTo } from './jump.ts'
import { ListTotal, ListItem } from './ListItem.tsx'
import { StartLine, UnreadLine } from './lines.tsx'
import { may } from './may.ts'
import { MessageBubble } from './MessageBubble.tsx'
import { useMessageKeys } from './message-keys.dom.ts'
import css from './MessageList.module.css'
import { NewMessageSpeaker } from './NewMessageSpeaker.tsx'
import { toggleReaction } from './react.ts'
import { buildRows, type Row } from './rows.ts'
import { useFeedScroll } from './use-feed-scroll.dom.ts'
import { useGestures } from './use-gestures.dom.ts'
import { useJump } from './use-jump.ts'
import { useRovingFocus } from './use-roving-focus.dom.ts'

const defaultReaction = '❤️'
/** A guess for rows that were not drawn yet: with a lower one a chat would open with more rows than the screen holds. */
const rowHeight = 72

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
  const rows = useMemo(() => buildRows(messages, { more, unreadAfter, lines }), [messages, lines, more, unreadAfter])
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const find = (key: string) => messages.find((message) => message.key === key)
  const feed = useFeedScroll({ chat, rows, list, scroller, moreBelow, onNearTop, onNearEnd })
  const focus = useRovingFocus(rows, list, scroller)
  useJump({ chat, rows, bring, toRow: feed.toRow })
  const gestures = useGestures(find, chat.rights.write && !chat.left)
  const onMessageKey = useMessageKeys(chat, find)
  const mention = nextMention(chat, messages)
  const group = chat.kind === 'group'
  const faces = useViewport() !== 'phone'

  const drawRow = (row: Row) => {
    switch (row.kind) {
      case 'day':
        return <DayPill key={row.key} at={row.at} />
      case 'start':
        return <StartLine key={row.key} />
      case 'unread':
        return <UnreadLine key={row.key} />
      case 'line':
        return <SystemLine key={row.key} line={row.line} />
      case 'message':
        return (
          <MessageBubble
            key={row.key}
            message={row.message}
            position={row.position}
            delivery={row.message.own ? deliveryOf(row.message, chat) : null}
            group={group}
            faces={faces}
            current={row.key === focus.current}
          />
        )
    }
  }
  // What scrolls by is asked for in each frame: the same element again costs nothing.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const drawn = useMemo(() => new WeakMap<Row, ReactElement>(), [chat, focus.current, faces])
  const renderRow = (row: Row) => {
    const known = drawn.get(row)
    if (known) return known
    const element = drawRow(row)
    drawn.set(row, element)
    return element
  }

  return (
    <>
      <div
        ref={scroller}
        role="presentation"
        className={css.scroller}
        data-settled={feed.settled || undefined}
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
        <div className={css.push} />
        <ListTotal value={more || moreBelow ? -1 : rows.length}>
          <div role="list" aria-label={t('messages:list')} className={css.column}>
            <Virtualizer
              ref={list}
              scrollRef={scroller}
              data={rows}
              item={ListItem}
              shift={feed.prepended}
              itemSize={rowHeight}
              bufferSize={feed.roomy ? 300 : 0}
              keepMounted={focus.kept}
              onScroll={feed.onScroll}
              onResize={feed.onResize}
            >
              {renderRow}
            </Virtualizer>
          </div>
        </ListTotal>
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

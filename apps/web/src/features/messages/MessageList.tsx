import { type ChatView, deliveryOf, type MessageView } from '@soroka/client/types'
import { useMemo, useRef } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { useText } from '../../i18n/i18n.ts'
import { DayPill, FloatingDay } from './DayPill.tsx'
import { DownButton } from './DownButton.tsx'
import { ListTotal, ListItem } from './ListItem.tsx'
import { MessageBubble } from './MessageBubble.tsx'
import css from './MessageList.module.css'
import { NewMessageSpeaker } from './NewMessageSpeaker.tsx'
import { buildRows, type Row } from './rows.ts'
import { StartLine, UnreadLine } from './lines.tsx'
import { useFeedScroll } from './use-feed-scroll.dom.ts'
import { useRovingFocus } from './use-roving-focus.dom.ts'

interface Props {
  chat: ChatView
  messages: MessageView[]
  more: boolean
  unreadAfter: number | null
  onNearTop(): void
}

export function MessageList({ chat, messages, more, unreadAfter, onNearTop }: Props) {
  const t = useText()
  const rows = useMemo(() => buildRows(messages, { more, unreadAfter }), [messages, more, unreadAfter])
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const feed = useFeedScroll({ chat, rows, list, scroller, onNearTop })
  const focus = useRovingFocus(rows, list, scroller)

  const renderRow = (row: Row) => {
    switch (row.kind) {
      case 'day':
        return <DayPill key={row.key} at={row.at} />
      case 'start':
        return <StartLine key={row.key} />
      case 'unread':
        return <UnreadLine key={row.key} />
      case 'message':
        return (
          <MessageBubble
            key={row.key}
            message={row.message}
            position={row.position}
            delivery={row.message.own ? deliveryOf(row.message, chat) : null}
            author={row.message.own ? t('messages:you') : chat.title}
            current={row.key === focus.current}
          />
        )
    }
  }

  return (
    <>
      <div
        ref={scroller}
        role="presentation"
        className={css.scroller}
        data-settled={feed.settled || undefined}
        onKeyDown={focus.onKeyDown}
        onFocus={focus.onFocus}
      >
        <div className={css.push} />
        <ListTotal value={more ? -1 : rows.length}>
          <div role="list" aria-label={t('messages:list')} className={css.column}>
            <Virtualizer
              ref={list}
              scrollRef={scroller}
              data={rows}
              item={ListItem}
              shift={feed.prepended}
              bufferSize={300}
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
      <DownButton shown={feed.away} count={chat.unread} onClick={feed.toEnd} />
      <NewMessageSpeaker messages={messages} author={chat.title} />
    </>
  )
}

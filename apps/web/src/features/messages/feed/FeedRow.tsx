import { type ChatView, deliveryOf } from '@soroka/client/types'
import { memo } from 'react'
import { CallLine } from '../../calls/index.ts'
import { SystemLine } from '../bubble/SystemLine.tsx'
import { MessageBubble } from '../MessageBubble.tsx'
import { DayPill } from './DayPill.tsx'
import { StartLine, UnreadLine } from './lines.tsx'
import css from './MessageList.module.css'
import type { Row } from './rows.ts'

interface Props {
  row: Row
  chat: ChatView
  /** Where there is room for them. */
  faces: boolean
  /** The row that Tab reaches. */
  current: boolean
}

function drawRow({ row, chat, faces, current }: Props) {
  switch (row.kind) {
    case 'day':
      return <DayPill at={row.at} />
    case 'start':
      return <StartLine />
    case 'unread':
      return <UnreadLine />
    case 'line':
      return <SystemLine line={row.line} />
    case 'call':
      return <CallLine call={row.call} />
    case 'message':
      return (
        <MessageBubble
          message={row.message}
          position={row.position}
          delivery={row.message.own ? deliveryOf(row.message, chat) : null}
          group={chat.kind === 'group'}
          faces={faces}
          current={current}
        />
      )
  }
}

/** A row of the feed. The list grows while it scrolls: what stands in it already is not drawn again. */
export const FeedRow = memo(function FeedRow(props: Props) {
  return (
    <div role="listitem" className={css.row}>
      {drawRow(props)}
    </div>
  )
})

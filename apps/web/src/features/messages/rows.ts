import type { MessageView } from '@soroka/client/types'
import { dayKey } from '../../ui/time.ts'

/** Where a bubble stands in a run of one sender: neighbours' corners are joined. */
export type Position = 'one' | 'first' | 'mid' | 'last'

export type Row =
  | { kind: 'start'; key: string }
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; message: MessageView; position: Position }

const groupGap = 5 * 60_000

interface Options {
  /** Older rows exist: the line about encryption stands only at the true beginning. */
  more: boolean
  /** The line of new messages stands after this seq; null: no line. */
  unreadAfter: number | null
}

function joined(a: MessageView | undefined, b: MessageView | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.sender === b.sender &&
    Math.abs(b.at - a.at) < groupGap &&
    dayKey(a.at) === dayKey(b.at)
  )
}

function position(above: boolean, below: boolean): Position {
  if (above) return below ? 'mid' : 'last'
  return below ? 'first' : 'one'
}

/** Messages in order → rows of the list with days, the line of new messages and joined bubbles. */
export function buildRows(messages: MessageView[], { more, unreadAfter }: Options): Row[] {
  const rows: Row[] = []
  const first =
    unreadAfter === null
      ? -1
      : messages.findIndex((message) => message.seq !== undefined && message.seq > unreadAfter && !message.own)
  messages.forEach((message, index) => {
    const before = messages[index - 1]
    if (!before || dayKey(before.at) !== dayKey(message.at))
      rows.push({ kind: 'day', key: `day-${dayKey(message.at)}`, at: message.at })
    if (index === 0 && !more) rows.push({ kind: 'start', key: 'start' })
    if (index === first) rows.push({ kind: 'unread', key: 'unread' })
    const above = index !== first && joined(before, message)
    const below = index + 1 !== first && joined(message, messages[index + 1])
    rows.push({ kind: 'message', key: message.key, message, position: position(above, below) })
  })
  if (messages.length === 0 && !more) rows.push({ kind: 'start', key: 'start' })
  return rows
}

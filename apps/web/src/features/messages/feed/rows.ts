import type { CallRecord, LineView, MessageView } from '@soroka/client/types'
import { dayStart } from '../../../ui/time.ts'

/** Where a bubble stands in a run of one sender: neighbours' corners are joined. */
export type Position = 'one' | 'first' | 'mid' | 'last'

export type Row =
  | { kind: 'start'; key: string }
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  | { kind: 'line'; key: string; line: LineView }
  | { kind: 'call'; key: string; call: CallRecord }
  | { kind: 'message'; key: string; message: MessageView; position: Position }

const groupGap = 5 * 60_000

interface Options {
  /** Older rows exist: the line about encryption stands only at the true beginning. */
  more: boolean
  /** The line of new messages stands after this seq; null: no line. */
  unreadAfter: number | null
  /** What was changed, in its order. */
  lines?: LineView[]
  /** Calls of this chat that are over, in their order. */
  calls?: CallRecord[]
}

/** What stands between messages: the row, the seq after which it comes, and its time. */
interface Between {
  after: number
  at: number
  row: Row
}

/** Changes keep their own order; calls stand among them by their time. */
function betweenMessages(lines: LineView[], calls: CallRecord[]): Between[] {
  const rows: Between[] = lines.map((line) => ({
    after: line.after,
    at: line.at,
    row: { kind: 'line', key: line.key, line },
  }))
  for (const call of calls) {
    const { after, at } = call
    const place = rows.findIndex((other) => other.after > after || (other.after === after && other.at > at))
    const row: Between = { after, at, row: { kind: 'call', key: `call-${call.id}`, call } }
    rows.splice(place === -1 ? rows.length : place, 0, row)
  }
  return rows
}

function joined(a: MessageView | undefined, b: MessageView | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.sender === b.sender &&
    Math.abs(b.at - a.at) < groupGap &&
    dayStart(a.at) === dayStart(b.at)
  )
}

/** A row whose message and place did not change is the same row: nothing draws it again. */
const known = new WeakMap<MessageView, Row>()
function messageRow(message: MessageView, place: Position): Row {
  const before = known.get(message)
  if (before?.kind === 'message' && before.position === place) return before
  const row: Row = { kind: 'message', key: message.key, message, position: place }
  known.set(message, row)
  return row
}

function position(above: boolean, below: boolean): Position {
  if (above) return below ? 'mid' : 'last'
  return below ? 'first' : 'one'
}

/** Where the line of new messages stands; -1: nowhere, for nothing is new to who has answered it. */
function firstUnread(messages: MessageView[], after: number | null): number {
  if (after === null) return -1
  const first = messages.findIndex(({ seq, own }) => seq !== undefined && seq > after && !own)
  return messages.findLastIndex(({ own }) => own) > first ? -1 : first
}

/** Messages and lines in order → rows of the list with days, the line of new messages and joined bubbles. */
export function buildRows(messages: MessageView[], { more, unreadAfter, lines = [], calls = [] }: Options): Row[] {
  const rows: Row[] = []
  const between = betweenMessages(lines, calls)
  const first = firstUnread(messages, unreadAfter)
  const days = new Set<number>()
  let next = 0
  const dayBefore = (at: number) => {
    const key = dayStart(at)
    if (days.has(key)) return
    days.add(key)
    rows.push({ kind: 'day', key: `day-${key}`, at })
  }
  /** Lines that stand before a row of the log. */
  const linesBefore = (seq: number) => {
    const from = next
    for (let line = between[next]; line && line.after < seq; line = between[++next]) {
      dayBefore(line.at)
      rows.push(line.row)
    }
    return next > from
  }
  messages.forEach((message, index) => {
    if (index === 0 && !more) {
      dayBefore(Math.min(message.at, between[0]?.at ?? Infinity))
      rows.push({ kind: 'start', key: 'start' })
    }
    const parted = linesBefore(message.seq ?? Infinity)
    dayBefore(message.at)
    if (index === first) rows.push({ kind: 'unread', key: 'unread' })
    const following = messages[index + 1]
    const lineAfter = (between[next]?.after ?? Infinity) < (following?.seq ?? Infinity)
    const below = index + 1 !== first && !lineAfter && joined(message, following)
    const above = !parted && index !== first && joined(messages[index - 1], message)
    rows.push(messageRow(message, position(above, below)))
  })
  if (messages.length === 0 && !more) {
    if (between[0]) dayBefore(between[0].at)
    rows.push({ kind: 'start', key: 'start' })
  }
  linesBefore(Infinity)
  return rows
}

import type { ChatView } from '@soroka/client/types'
import { type RefObject, startTransition, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import { engine } from '../../engine/engine.ts'
import { hint } from '../../engine/hint.ts'
import { dayStart } from '../../ui/time.ts'
import type { Row } from './rows.ts'

interface Options {
  chat: ChatView
  rows: Row[]
  list: RefObject<VirtualizerHandle | null>
  scroller: RefObject<HTMLDivElement | null>
  /** Newer rows exist: the end of the list is not the end of the chat. */
  moreBelow: boolean
  onNearTop(): void
  onNearEnd(): void
}

const nearEnd = 80
const awayFromEnd = 320
const nearTop = 1500
const tail = 12
const listGrows = 120
const byHand = ['wheel', 'pointerdown', 'keydown'] as const
/** How long a place is held on to while the rows around it are drawn and measured for the first time. */
const aimFor = 2000

/** A row that somebody was led to. */
interface Held {
  key: string
  align: 'start' | 'center'
  offset?: number
  until: number
}

function lastSeq(rows: Row[], from: number): number {
  for (let index = Math.min(from, rows.length - 1); index >= 0; index--) {
    const row = rows[index]
    if (row?.kind === 'message' && row.message.seq !== undefined) return row.message.seq
  }
  return 0
}

function atEnd(handle: VirtualizerHandle | null): boolean {
  return handle !== null && handle.scrollSize - handle.scrollOffset - handle.viewportSize < nearEnd
}

/** The day of the topmost row; null while the real pill stands there. The same for all rows of a day: the list is drawn again only for another. */
function dayAbove(rows: Row[], index: number): number | null {
  const row = rows[index]
  return row?.kind === 'message' ? dayStart(row.message.at) : null
}

/** Where the feed stands: opens at the line of new messages or the end, sticks to the end, keeps the place, marks as read. */
export function useFeedScroll({ chat, rows, list, scroller, moreBelow, onNearTop, onNearEnd }: Options) {
  const [settled, setSettled] = useState(false)
  const [roomy, setRoomy] = useState(false)
  const [away, setAway] = useState(false)
  const [day, setDay] = useState<number | null>(null)
  const sticking = useRef(true)
  const held = useRef<Held | null>(null)
  const reported = useRef(0)
  const dayTimer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef({ rows, chat })
  latest.current = { rows, chat }
  const more = useRef(moreBelow)
  more.current = moreBelow

  // Rows put before the first one: the list keeps its distance from the end in this very render.
  const firstKey = rows.find((row) => row.kind === 'message')?.key
  const before = useRef({ firstKey, length: rows.length })
  const prepended =
    before.current.firstKey !== firstKey &&
    rows.length > before.current.length &&
    rows.some((row) => row.key === before.current.firstKey)
  useLayoutEffect(() => {
    before.current = { firstKey, length: rows.length }
  })

  const toEnd = useCallback(() => {
    held.current = null
    list.current?.scrollToIndex(latest.current.rows.length - 1, { align: 'end', offset: tail })
  }, [list])
  const hold = useCallback(
    (place: Held) => {
      held.current = place
      const index = latest.current.rows.findIndex((row) => row.key === place.key)
      if (index !== -1) list.current?.scrollToIndex(index, place)
    },
    [list],
  )

  // Once a frame, however many rows were measured in it: those that were never drawn had guessed heights.
  const frame = useRef(0)
  const after = useRef<ReturnType<typeof setTimeout>>(undefined)
  const stick = useCallback(() => {
    const stay = () => {
      const place = held.current
      if (place && performance.now() < place.until) hold(place)
      else if (sticking.current) toEnd()
    }
    cancelAnimationFrame(frame.current)
    clearTimeout(after.current)
    frame.current = requestAnimationFrame(stay)
    // A row that grew may be measured before the list itself is: the first try stops at the old end.
    after.current = setTimeout(stay, listGrows)
  }, [hold, toEnd])

  const report = useCallback(() => {
    const handle = list.current
    const { chat: current, rows: all } = latest.current
    if (!handle || current.unread === 0 || document.visibilityState !== 'visible') return
    const seq = lastSeq(all, handle.findItemIndex(handle.scrollOffset + handle.viewportSize - 24))
    if (seq <= Math.max(reported.current, current.ownRead)) return
    reported.current = seq
    hint(engine.chats.markRead(current.id, seq))
  }, [list])

  useLayoutEffect(() => {
    const unread = rows.findIndex((row) => row.kind === 'unread')
    if (unread > 0) hold({ key: 'unread', align: 'start', offset: -72, until: performance.now() + aimFor })
    else toEnd()
    sticking.current = unread <= 0
    let frames = 0
    let handle = requestAnimationFrame(function wait() {
      if (++frames < 3) handle = requestAnimationFrame(wait)
      else {
        setSettled(true)
        report()
        // All of it fits: nobody will scroll, and this is the end.
        if (atEnd(list.current) && !more.current) sticking.current = true
        // What nobody sees yet is drawn when the rest stands.
        startTransition(() => setRoomy(true))
      }
    })
    return () => cancelAnimationFrame(handle)
    // The place is chosen once, at opening.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  const last = rows.at(-1)
  const lastKey = last?.key
  const lastOwn = last?.kind === 'message' && last.message.own && last.message.state === 'pending'
  useLayoutEffect(() => {
    if ((sticking.current && !moreBelow) || lastOwn) toEnd()
    // A newer page that was put below moves nothing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [lastKey, lastOwn, toEnd])
  // The count of unread messages may come after the message itself.
  useEffect(report, [lastKey, chat.unread, report])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(stick)
    observer.observe(element)
    // Whoever scrolls by himself wants to be elsewhere.
    const letGo = () => {
      held.current = null
    }
    for (const name of byHand) element.addEventListener(name, letGo, { passive: true })
    addEventListener('focus', report)
    document.addEventListener('visibilitychange', report)
    return () => {
      observer.disconnect()
      for (const name of byHand) element.removeEventListener(name, letGo)
      cancelAnimationFrame(frame.current)
      clearTimeout(after.current)
      removeEventListener('focus', report)
      document.removeEventListener('visibilitychange', report)
      clearTimeout(dayTimer.current)
    }
  }, [scroller, stick, report])

  const onScroll = (offset: number) => {
    const handle = list.current
    if (!handle) return
    const left = handle.scrollSize - offset - handle.viewportSize
    sticking.current = left < nearEnd && !moreBelow
    setAway(left > awayFromEnd || moreBelow)
    if (offset < nearTop) onNearTop()
    if (left < nearTop) onNearEnd()
    report()
    if (!settled) return
    setDay(left < nearEnd ? null : dayAbove(latest.current.rows, handle.findItemIndex(offset + 8)))
    clearTimeout(dayTimer.current)
    dayTimer.current = setTimeout(() => setDay(null), 1000)
  }

  /** A place in the middle: nothing sticks to the end any more. */
  const toRow = useCallback(
    (index: number) => {
      const key = latest.current.rows[index]?.key
      sticking.current = false
      if (key !== undefined) hold({ key, align: 'center', until: performance.now() + aimFor })
    },
    [hold],
  )

  return { settled, roomy, away, day, prepended, onScroll, onResize: stick, toEnd, toRow }
}

import type { ChatView } from '@soroka/client/types'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { dayStart } from '../../../ui/time.ts'
import { type Align, FeedPlace } from './feed-place.dom.ts'
import type { Slice } from './reach.ts'
import type { Row } from './rows.ts'
import { useChanged } from './use-changed.ts'
import { firstRows, useReach } from './use-reach.dom.ts'
import { useReadMark } from './use-read-mark.dom.ts'

interface Options {
  chat: ChatView
  rows: Row[]
  scroller: RefObject<HTMLElement | null>
  runway: RefObject<HTMLElement | null>
  column: RefObject<HTMLElement | null>
  /** Older rows exist. */
  more: boolean
  /** Newer rows exist: the end of the rows is not the end of the chat. */
  moreBelow: boolean
  onNearTop(): void
  onNearEnd(): void
}

/** A row to stand at, once it is drawn. */
interface Aim {
  key: string
  align: Align
  offset?: number
}

/** Drawn in addition until the screen is full. */
const filling = 6
const shortRunway = 4000
const nearEnd = 80
const awayFromEnd = 320
/** px under the bar of pins and the day. */
const underTop = 72
const dayStays = 1000
const byHand = ['wheel', 'pointerdown', 'keydown'] as const

/** What is drawn first, and where in it to stand: at the line of new messages, or at the end when all is new or nothing. */
function opening(rows: Row[]): { slice: Slice; aim: Aim | 'end' } {
  const unread = rows.findIndex((row) => row.kind === 'unread')
  if (unread <= 0) return { slice: { start: rows.length - firstRows, end: rows.length }, aim: 'end' }
  return {
    slice: { start: unread - 2, end: unread + firstRows },
    aim: { key: 'unread', align: 'start', offset: underTop },
  }
}

/** px for what may still be drawn above a row: a guess, so that the scroll bar tells how long the chat is. */
function runwayAbove(row: Row | undefined): number {
  const seq = row?.kind === 'message' ? (row.message.seq ?? 0) : 0
  return Math.max(20_000, Math.min(seq * 64, 1_000_000))
}

/** Where the feed stands: opens at the line of new messages or the end, sticks to the end, keeps the place, marks as read. */
export function useFeed({ chat, rows, scroller, runway, column, more, moreBelow, onNearTop, onNearEnd }: Options) {
  const place = useRef<FeedPlace>(null)
  const [opened] = useState(() => opening(rows))
  const { start, end, drawn, draw, extend } = useReach({
    rows,
    opening: opened.slice,
    moreBelow,
    place,
    column,
    onNearTop,
    onNearEnd,
  })
  const last = rows.at(-1)
  const lastKey = last?.key
  const lastOwn = last?.kind === 'message' && last.message.own && last.message.state === 'pending'
  const report = useReadMark({ chat, place, drawn, lastKey })
  const [away, setAway] = useChanged<boolean>(false)
  const [day, setDay] = useChanged<number | null>(null)
  const dayTimer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const touched = useRef(false)
  const aim = useRef<Aim | 'end' | null>(opened.aim)

  const record = useCallback(() => {
    if (!place.current) return
    const { rows: all, end: after, moreBelow: cut } = drawn.current
    const { below } = place.current
    const whole = !cut && after === all.length
    place.current.record(whole && below < nearEnd)
    setAway(!whole || below > awayFromEnd)
  }, [drawn, setAway])

  const toEnd = useCallback(() => {
    const { rows: all, end: after } = drawn.current
    if (after === all.length) return place.current?.toEnd()
    aim.current = 'end'
    draw({ start: all.length - firstRows, end: all.length })
  }, [drawn, draw])

  const toRow = useCallback(
    (index: number, align: Align) => {
      const { rows: all, start: first, end: after } = drawn.current
      const key = all[index]?.key
      if (key === undefined) return
      if (index >= first && index < after) {
        place.current?.toRow(index - first, align)
        return record()
      }
      aim.current = { key, align }
      draw({ start: index - firstRows / 2, end: index + firstRows / 2 })
    },
    [drawn, draw, record],
  )

  useLayoutEffect(() => {
    if (!scroller.current || !runway.current || !column.current) return
    const view = (place.current ??= new FeedPlace(scroller.current, runway.current, column.current))
    // Short messages: the screen is filled before anybody sees it.
    if (!view.full && (start > 0 || end < rows.length)) return draw({ start: start - filling, end: end + filling })
    view.keep()
    if (start === 0 && !more) view.lay(0)
    else if (view.runway < shortRunway) view.lay(runwayAbove(rows[start]))
    const target = aim.current
    if (target === null) return
    aim.current = null
    const index = target === 'end' ? -1 : rows.findIndex((row) => row.key === target.key)
    if (target === 'end') view.toEnd()
    else if (index >= start && index < end) view.toRow(index - start, target.align, target.offset)
    record()
    report()
  }, [rows, start, end, more, scroller, runway, column, draw, record, report])

  useLayoutEffect(() => {
    if ((place.current?.sticks && !moreBelow) || lastOwn) toEnd()
    // A newer page that was put below moves nothing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [lastKey, lastOwn, toEnd])

  useEffect(() => {
    const element = scroller.current
    if (!element || !column.current) return
    const observer = new ResizeObserver(() => {
      place.current?.keep()
      extend()
      report()
    })
    observer.observe(element)
    observer.observe(column.current)
    const letGo = () => {
      touched.current = true
      place.current?.letGo()
    }
    for (const name of byHand) element.addEventListener(name, letGo, { passive: true })
    return () => {
      observer.disconnect()
      for (const name of byHand) element.removeEventListener(name, letGo)
      clearTimeout(dayTimer.current)
    }
  }, [scroller, column, extend, report])

  const onScroll = () => {
    const view = place.current
    if (!view) return
    record()
    extend()
    report()
    if (!touched.current) return
    const top = rows[start + view.rowAt(8)]
    // The real pill of a day stands there by itself.
    setDay(view.below < nearEnd || top?.kind !== 'message' ? null : dayStart(top.message.at))
    clearTimeout(dayTimer.current)
    dayTimer.current = setTimeout(() => setDay(null), dayStays)
  }

  return { start, end, away, day, onScroll, toEnd, toRow }
}

import { type RefObject, startTransition, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { FeedPlace } from './feed-place.dom.ts'
import { type Reach, reachOf, type Slice, sliceOf } from './reach.ts'
import type { Row } from './rows.ts'

/** Drawn at once: enough for a screen of short messages. */
export const firstRows = 8
/** Rows that are drawn in one go where nobody looks yet: with more of them a slow device is late for a frame. */
const step = 2
/** At the edge somebody waits for them. */
const edge = 400
const edgeStep = 6
/** px of drawn rows beyond the view. */
const ahead = 1600
/** With fewer rows left to draw the next page is asked for. */
const nearPage = 30
/** `keptRows` stay on both sides of the view when there are more of them than `mostRows`. */
const mostRows = 240
const keptRows = 80
const idle = 500

interface Options {
  rows: Row[]
  /** What is drawn first. */
  opening: Slice
  moreBelow: boolean
  place: RefObject<FeedPlace | null>
  column: RefObject<HTMLElement | null>
  onNearTop(): void
  onNearEnd(): void
}

/** Work that begins right after a frame has the longest time until the next one. */
function afterFrame(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work))
}

/** Which rows of a feed are drawn: those around the view, and some more ahead of it, put in between frames. */
export function useReach({ rows, opening, moreBelow, place, column, onNearTop, onNearEnd }: Options) {
  const [wanted, setReach] = useState<Reach>(() => reachOf(rows, opening, !moreBelow))
  const within = sliceOf(rows, wanted)
  // Another place of the log, and nobody has said yet where in it to stand: its end.
  const lost = within.end === 0 && rows.length > 0
  const reach = lost ? reachOf(rows, { start: rows.length - firstRows, end: rows.length }, !moreBelow) : wanted
  const { start, end } = lost ? sliceOf(rows, reach) : within

  /** What stands in the document, which may be older than what is being drawn. */
  const drawn = useRef({ rows, reach, start, end, moreBelow })
  const growing = useRef(false)
  useLayoutEffect(() => {
    if (drawn.current.reach !== reach) growing.current = false
    drawn.current = { rows, reach, start, end, moreBelow }
  })

  const draw = useCallback((slice: Slice) => {
    setReach(reachOf(drawn.current.rows, slice, !drawn.current.moreBelow))
  }, [])

  /** Where rows are still to be drawn before somebody comes there. */
  const lacks = useCallback((view: FeedPlace) => {
    const { rows: all, reach: now, start: first, end: after, moreBelow: cut } = drawn.current
    const unfollowed = !cut && now.to !== Infinity
    return {
      above: view.above < ahead && first > 0,
      below: view.below < ahead && (after < all.length || unfollowed),
    }
  }, [])

  /** Some more rows where the view may go next, and fewer where it came from. */
  const grow = useCallback(() => {
    growing.current = false
    const view = place.current
    if (!view) return
    const lack = lacks(view)
    if (!lack.above && !lack.below) return
    const { above, below } = view
    const { start: first, end: after } = drawn.current
    const grown = {
      start: lack.above ? first - (above < edge ? edgeStep : step) : first,
      end: lack.below ? after + (below < edge ? edgeStep : step) : after,
    }
    if (lack.above && below > 2 * ahead) grown.end = first + view.rowAt(view.height + ahead) + 1
    // Less than what stands below: a feed must not become too short for where the view is, even for a moment.
    if (lack.below && above > 2 * ahead && below > ahead / 2) grown.start = first + view.rowAt(ahead / 2 - above)
    growing.current = true
    startTransition(() => draw(grown))
  }, [place, lacks, draw])

  /** Looks whether enough is drawn around the view, and has more drawn or read. */
  const extend = useCallback(() => {
    const view = place.current
    if (!view || growing.current) return
    const { rows: all, start: first, end: after } = drawn.current
    if (view.above < ahead && first < nearPage) onNearTop()
    if (view.below < ahead && all.length - after < nearPage) onNearEnd()
    const lack = lacks(view)
    if (!lack.above && !lack.below) return
    growing.current = true
    // Rows may come until then: what is to be drawn is looked at once more.
    afterFrame(grow)
  }, [place, lacks, grow, onNearTop, onNearEnd])

  /** Forgets what is far from a view that rests, unless the focus is there. */
  const trim = useCallback(() => {
    const view = place.current
    const { start: first, end: after } = drawn.current
    if (!view || growing.current || after - first <= mostRows) return
    const kept = {
      start: Math.max(first, first + view.rowAt(0) - keptRows),
      end: Math.min(after, first + view.rowAt(view.height) + keptRows),
    }
    const focused = Array.from(column.current?.children ?? []).findIndex((row) => row.contains(document.activeElement))
    if (focused !== -1 && (first + focused < kept.start || first + focused >= kept.end)) return
    startTransition(() => draw(kept))
  }, [place, column, draw])

  useEffect(() => {
    // Not before the frame: to look at places now would lay everything out once more.
    afterFrame(extend)
    if (end - start <= mostRows) return
    const timer = setTimeout(trim, idle)
    return () => clearTimeout(timer)
  })

  return { start, end, drawn, draw, extend }
}

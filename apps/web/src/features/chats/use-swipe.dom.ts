import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'

export type Side = 'start' | 'end' | null

const width = 160
const slop = 10
const holdTime = 450

function settleAt(element: HTMLElement, place: number): void {
  element.dataset['settling'] = ''
  element.style.setProperty('--swipe', `${place}px`)
}

interface Swipe {
  open: Side
  /** A finger has moved the row: what lies beside it may be seen. */
  moved: boolean
  close(): void
}

/** Follows one finger along the row and settles open or closed by where it was let go. */
export function useSwipe(row: RefObject<HTMLElement | null>): Swipe {
  const [open, setOpen] = useState<Side>(null)
  const [seen, setSeen] = useState(false)
  const place = useRef(0)

  const settle = (side: Side) => {
    place.current = side === null ? 0 : side === 'start' ? width : -width
    if (row.current) settleAt(row.current, place.current)
    setOpen(side)
  }
  const onSettle = useEffectEvent(settle)

  useEffect(() => {
    const element = row.current
    if (!element) return
    let start: { x: number; y: number; from: number } | null = null
    let dragging = false
    let moved = 0
    // Safari on a phone has no event for a long press: the row's menu opens by the one that others have.
    let hold: ReturnType<typeof setTimeout> | undefined
    const endHold = () => clearTimeout(hold)
    const onDown = (event: PointerEvent) => {
      // A drag that no click came after is over, whatever presses next.
      dragging = false
      if (event.pointerType === 'mouse' || !event.isPrimary) return
      start = { x: event.clientX, y: event.clientY, from: place.current }
      const { target, clientX, clientY } = event
      // A pinned row that is held is taken out of its place: it opens its menu when it is let go.
      if (element.querySelector('[data-sort]')) return
      hold = setTimeout(() => {
        start = null
        target?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY }))
      }, holdTime)
    }
    const onMove = (event: PointerEvent) => {
      if (!start) return
      const x = event.clientX - start.x
      if (Math.abs(x) > slop || Math.abs(event.clientY - start.y) > slop) endHold()
      if (!dragging) {
        if (Math.abs(event.clientY - start.y) > slop) start = null
        if (!start || Math.abs(x) < slop) return
        dragging = true
        setSeen(true)
        element.setPointerCapture(event.pointerId)
        delete element.dataset['settling']
      }
      moved = Math.max(-width, Math.min(width, start.from + x))
      element.style.setProperty('--swipe', `${moved}px`)
    }
    const onUp = () => {
      endHold()
      if (dragging) onSettle(moved > width / 2 ? 'start' : moved < -width / 2 ? 'end' : null)
      start = null
    }
    // A drag is no tap; and a tap on an open row only closes it.
    const onClick = (event: MouseEvent) => {
      if (!dragging && place.current === 0) return
      event.preventDefault()
      event.stopPropagation()
      if (!dragging) onSettle(null)
      dragging = false
    }
    const onOutside = (event: PointerEvent) => {
      const inside = event.target instanceof Node && element.parentElement?.contains(event.target)
      if (place.current !== 0 && !inside) onSettle(null)
    }
    element.addEventListener('pointerdown', onDown)
    element.addEventListener('pointermove', onMove)
    element.addEventListener('pointerup', onUp)
    element.addEventListener('pointercancel', onUp)
    element.addEventListener('contextmenu', endHold)
    element.addEventListener('click', onClick, { capture: true })
    document.addEventListener('pointerdown', onOutside)
    return () => {
      endHold()
      element.removeEventListener('contextmenu', endHold)
      element.removeEventListener('pointerdown', onDown)
      element.removeEventListener('pointermove', onMove)
      element.removeEventListener('pointerup', onUp)
      element.removeEventListener('pointercancel', onUp)
      element.removeEventListener('click', onClick, { capture: true })
      document.removeEventListener('pointerdown', onOutside)
    }
  }, [row])

  return { open, moved: seen, close: () => settle(null) }
}

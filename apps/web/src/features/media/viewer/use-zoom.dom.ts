import { type PointerEvent, useRef, useState, type WheelEvent } from 'react'

const most = 6
const pull = 90
const turn = 70

interface Point {
  x: number
  y: number
}

interface Hands {
  onClose(): void
  onTurn(step: number): void
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)
const still = { scale: 1, x: 0, y: 0 }

/** Pinch, wheel and double tap zoom; one finger moves what is zoomed, else sideways turns and downwards closes. */
export function useZoom({ onClose, onTurn }: Hands) {
  const [view, setView] = useState(still)
  const [moving, setMoving] = useState(false)
  const fingers = useRef(new Map<number, Point>())
  const start = useRef({ view: still, spread: 0, at: { x: 0, y: 0 } })

  const begin = () => {
    const [a, b] = [...fingers.current.values()]
    if (a) start.current = { view, spread: b ? distance(a, b) : 0, at: a }
  }
  const down = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    setMoving(true)
    begin()
  }
  const move = (event: PointerEvent) => {
    if (!fingers.current.has(event.pointerId)) return
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    const [a, b] = [...fingers.current.values()]
    const { view: from, spread, at } = start.current
    if (a && b && spread > 0)
      return setView({ ...from, scale: Math.min(most, Math.max(1, (from.scale * distance(a, b)) / spread)) })
    if (!a) return
    const [x, y] = [from.x + a.x - at.x, from.y + a.y - at.y]
    // Unzoomed, a picture follows the finger one way only.
    if (from.scale > 1) setView({ ...from, x, y })
    else setView(Math.abs(a.x - at.x) > Math.abs(a.y - at.y) ? { ...still, x } : { ...still, y: Math.max(0, y) })
  }
  const up = (event: PointerEvent) => {
    fingers.current.delete(event.pointerId)
    if (fingers.current.size > 0) return begin()
    setMoving(false)
    if (view.scale > 1) return
    if (view.y > pull) return onClose()
    if (Math.abs(view.x) > turn) onTurn(view.x < 0 ? 1 : -1)
    setView(still)
  }
  const wheel = (event: WheelEvent) => {
    const scale = Math.min(most, Math.max(1, view.scale * Math.exp(-event.deltaY / 400)))
    setView(scale === 1 ? still : { ...view, scale })
  }
  const listeners = {
    onPointerDown: down,
    onPointerMove: move,
    onPointerUp: up,
    onPointerCancel: up,
    onWheel: wheel,
    onDoubleClick: () => setView(view.scale > 1 ? still : { ...still, scale: 2.5 }),
  }
  return { ...view, moving, listeners }
}

import { type PointerEvent, useRef, useState, type WheelEvent } from 'react'
import { type Point, type Size, stageSize, still, type View, within, zoomAt } from './zoom.ts'

/** A pull of so many pixels closes, or turns. */
const closes = 90
const turns = 60
/** A quick flick turns too: pixels per millisecond. */
const quick = 0.4
/** A finger that moves less only taps. */
const steady = 8
const doubleTap = 280
const near = 2.5

interface Hands {
  /** The picture as it lies on the stage, unzoomed; null: it can't be zoomed. */
  picture: Size | null
  onTurn(step: number): void
  onClose(): void
  /** Once, without moving; on the picture or beside it. */
  onTap(kind: 'mouse' | 'touch', target: EventTarget): void
}

type Way = 'none' | 'turn' | 'close' | 'pan' | 'pinch'

interface Start {
  at: Point
  time: number
  view: View
  spread: number
  way: Way
}

const nowhere = { x: 0, y: 0 }
const spreadOf = ([a, b]: Point[]) => (a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0)
const middleOf = (points: Point[]) => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
})
const fromMiddle = ({ x, y }: Point): Point => ({ x: x - innerWidth / 2, y: y - innerHeight / 2 })

/** Pinch, wheel and double tap zoom; one finger moves what is zoomed, else sideways turns and downwards closes. */
export function useGestures({ picture, onTurn, onClose, onTap }: Hands) {
  const [view, setView] = useState(still)
  const [drag, setDrag] = useState(nowhere)
  const [moving, setMoving] = useState(false)
  const fingers = useRef(new Map<number, Point>())
  const start = useRef<Start>({ at: nowhere, time: 0, view: still, spread: 0, way: 'none' })
  const tap = useRef<{ time: number; timer: ReturnType<typeof setTimeout> | undefined }>({ time: 0, timer: undefined })

  const look = (next: View) => setView(picture ? within(next, picture, stageSize()) : still)
  const begin = (time: number, way: Way) => {
    const points = [...fingers.current.values()]
    start.current = { at: middleOf(points), time, view, spread: spreadOf(points), way }
  }
  const down = (event: PointerEvent) => {
    // A finger that is held here would never press what stands on the picture: one more try.
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button') !== null)) return
    event.currentTarget.setPointerCapture(event.pointerId)
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    setMoving(true)
    begin(event.timeStamp, fingers.current.size > 1 ? 'pinch' : 'none')
  }
  const move = (event: PointerEvent) => {
    if (!fingers.current.has(event.pointerId)) return
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    const points = [...fingers.current.values()]
    const from = start.current
    const at = middleOf(points)
    const by = { x: at.x - from.at.x, y: at.y - from.at.y }
    if (from.way === 'none' && Math.hypot(by.x, by.y) > steady)
      from.way = from.view.scale > 1 ? 'pan' : Math.abs(by.x) > Math.abs(by.y) ? 'turn' : 'close'
    if (from.way === 'pinch') {
      const grown = zoomAt(from.view, fromMiddle(from.at), (from.view.scale * spreadOf(points)) / from.spread)
      look(grown.scale === 1 ? still : { ...grown, x: grown.x + by.x, y: grown.y + by.y })
    }
    if (from.way === 'pan') look({ ...from.view, x: from.view.x + by.x, y: from.view.y + by.y })
    if (from.way === 'turn') setDrag({ x: by.x, y: 0 })
    if (from.way === 'close') setDrag({ x: 0, y: Math.max(0, by.y) })
  }
  const tapped = (event: PointerEvent) => {
    clearTimeout(tap.current.timer)
    const again = event.timeStamp - tap.current.time < doubleTap
    tap.current.time = again ? 0 : event.timeStamp
    const point = fromMiddle({ x: event.clientX, y: event.clientY })
    if (again) return look(view.scale > 1 ? still : zoomAt(view, point, near))
    const { target, pointerType } = event
    const kind = pointerType === 'mouse' ? 'mouse' : 'touch'
    tap.current.timer = setTimeout(() => onTap(kind, target), picture ? doubleTap : 0)
  }
  const up = (event: PointerEvent) => {
    if (!fingers.current.delete(event.pointerId)) return
    if (fingers.current.size > 0) return begin(event.timeStamp, 'pan')
    setMoving(false)
    setDrag(nowhere)
    const { way, time } = start.current
    if (event.type === 'pointercancel') return
    if (way === 'none') return tapped(event)
    if (way === 'close' && drag.y > closes) return onClose()
    const speed = Math.abs(drag.x) / Math.max(1, event.timeStamp - time)
    if (way === 'turn' && (Math.abs(drag.x) > turns || speed > quick)) onTurn(drag.x < 0 ? 1 : -1)
  }
  const wheel = (event: WheelEvent) => {
    const point = fromMiddle({ x: event.clientX, y: event.clientY })
    look(zoomAt(view, point, view.scale * Math.exp(-event.deltaY / 400)))
  }
  return {
    view,
    drag,
    moving,
    reset: () => setView(still),
    zoom: (by: number) => look(zoomAt(view, nowhere, view.scale * by)),
    listeners: { onPointerDown: down, onPointerMove: move, onPointerUp: up, onPointerCancel: up, onWheel: wheel },
  }
}

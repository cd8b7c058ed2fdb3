import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { motionReduced } from '../../../ui/use-viewport.dom.ts'

type Corner = 'top left' | 'top right' | 'bottom left' | 'bottom right'

const moves: Record<string, (corner: Corner) => Corner> = {
  ArrowLeft: (corner) => corner.replace('right', 'left') as Corner,
  ArrowRight: (corner) => corner.replace('left', 'right') as Corner,
  ArrowUp: (corner) => corner.replace('bottom', 'top') as Corner,
  ArrowDown: (corner) => corner.replace('top', 'bottom') as Corner,
}

/** Clockwise, for who presses and does not drag. */
const next: Record<Corner, Corner> = {
  'top left': 'top right',
  'top right': 'bottom right',
  'bottom right': 'bottom left',
  'bottom left': 'top left',
}

/** A press that went no further than this was none that drags. */
const still = 6

/** Slides from where it was drawn before to where it stands now. */
function slide(element: HTMLElement, before: DOMRect): void {
  if (motionReduced()) return
  const now = element.getBoundingClientRect()
  const from = `translate(${before.left - now.left}px, ${before.top - now.top}px)`
  const easing = 'cubic-bezier(0.22, 1, 0.36, 1)'
  element.animate([{ transform: from }, { transform: 'none' }], { duration: 320, easing })
}

function nearest(own: DOMRect, area: DOMRect): Corner {
  const right = own.left + own.width / 2 > area.left + area.width / 2
  const bottom = own.top + own.height / 2 > area.top + area.height / 2
  return `${bottom ? 'bottom' : 'top'} ${right ? 'right' : 'left'}`
}

/** A box whose handle fills it: it follows the finger, and settles in the nearest corner of what it lies in. */
export function useCorner() {
  const [corner, setCorner] = useState<Corner>('bottom right')
  const start = useRef<{ x: number; y: number } | null>(null)
  const move = (box: HTMLElement, to: Corner) => {
    const before = box.getBoundingClientRect()
    box.style.transform = ''
    setCorner(to)
    // After React has put it there.
    requestAnimationFrame(() => slide(box, before))
  }
  const boxOf = (event: { currentTarget: HTMLElement }) => event.currentTarget.parentElement
  const handle = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      start.current = { x: event.clientX, y: event.clientY }
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const from = start.current
      const box = boxOf(event)
      if (from && box) box.style.transform = `translate(${event.clientX - from.x}px, ${event.clientY - from.y}px)`
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const from = start.current
      const box = boxOf(event)
      const area = box?.parentElement?.getBoundingClientRect()
      start.current = null
      if (!from || !box || !area) return
      const pressed = Math.hypot(event.clientX - from.x, event.clientY - from.y) < still
      move(box, pressed ? next[corner] : nearest(box.getBoundingClientRect(), area))
    },
    onPointerCancel: (event: PointerEvent<HTMLElement>) => {
      start.current = null
      const box = boxOf(event)
      if (box) box.style.transform = ''
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const box = boxOf(event)
      const to = event.key === 'Enter' ? next[corner] : moves[event.key]?.(corner)
      if (!to || !box) return
      event.preventDefault()
      move(box, to)
    },
  }
  return { corner, handle }
}

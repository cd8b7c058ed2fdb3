import { slideHome, slideOut } from './pane-slide.dom.ts'
import { followTouch } from './touch-speed.ts'

const edge = 24
const slop = 10
/** px/ms at which a short swipe counts as a whole one. */
const fling = 0.4

interface Panes {
  above: HTMLElement
  below: HTMLElement
}

const standalone = matchMedia('(display-mode: standalone)')

/**
 * A finger from the left edge pulls the top pane away, and what lies below comes along. In an installed app only: elsewhere
 * the browser has a gesture of its own there. What it leads to is what the pane's own way back leads to.
 * @param panes the two that would move; null: there is no way back now
 * @param left the pane is out of sight: the one who draws it needs no animation of its own
 * @returns ends it
 */
export function watchEdge(stack: HTMLElement, panes: () => Panes | null, left: () => void): () => void {
  let start: { x: number; y: number; id: number } | null = null
  let moved: Panes | null = null
  let speed = followTouch()

  const wayBack = () => moved?.above.querySelector<HTMLElement>('[data-pane-back]')
  const place = (x: number) => {
    if (!moved) return
    const share = x / stack.clientWidth
    moved.above.style.transform = `translateX(${x}px)`
    moved.below.style.visibility = 'visible'
    moved.below.style.transform = `translateX(${(share - 1) * 28}%)`
  }
  const clear = ({ above, below }: Panes) => {
    for (const element of [above, below])
      for (const name of ['transform', 'visibility']) element.style.removeProperty(name)
  }
  const down = (event: PointerEvent) => {
    if (!standalone.matches || event.pointerType !== 'touch' || !event.isPrimary || event.clientX > edge || moved)
      return
    if (!panes()) return
    // Rows and messages have swipes of their own, which this finger does not mean.
    event.stopPropagation()
    start = { x: event.clientX, y: event.clientY, id: event.pointerId }
    speed = followTouch()
  }
  const move = (event: PointerEvent) => {
    if (event.pointerId !== start?.id) return
    const x = event.clientX - start.x
    speed.at(event.clientX, event.timeStamp)
    if (!moved) {
      if (Math.abs(event.clientY - start.y) > slop) start = null
      if (!start || x < slop) return
      moved = panes()
      if (!moved || !wayBack()) {
        moved = null
        start = null
        return
      }
      stack.setPointerCapture(event.pointerId)
    }
    place(Math.max(0, x - slop))
  }
  const up = (event: PointerEvent) => {
    if (event.pointerId !== start?.id) return
    const x = event.clientX - start.x - slop
    start = null
    const pair = moved
    if (!pair) return
    const goes = event.type === 'pointerup' && (speed.now(event.timeStamp) > fling || x > stack.clientWidth / 2)
    if (!goes) {
      slideHome(pair.above, pair.below, () => {
        clear(pair)
        moved = null
      })
      return
    }
    slideOut(pair.above, pair.below, () => {
      pair.above.style.transform = 'translateX(100%)'
      pair.below.style.transform = ''
      left()
      wayBack()?.click()
      moved = null
      // The way back may have been refused, by words that would be lost for one.
      setTimeout(() => clear(pair), 400)
    })
  }
  stack.addEventListener('pointerdown', down, { capture: true })
  stack.addEventListener('pointermove', move)
  stack.addEventListener('pointerup', up)
  stack.addEventListener('pointercancel', up)
  return () => {
    stack.removeEventListener('pointerdown', down, { capture: true })
    stack.removeEventListener('pointermove', move)
    stack.removeEventListener('pointerup', up)
    stack.removeEventListener('pointercancel', up)
  }
}

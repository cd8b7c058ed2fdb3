import { followTouch } from './touch-speed.ts'
import { motionReduced } from './use-viewport.dom.ts'

const phone = matchMedia('(max-width: 44.99em)')
const fling = 0.4
const settle = 180

/** On a phone a finger pulls the sheet down by its head and lets it go below. @returns ends it */
export function watchPull(sheet: HTMLElement, head: HTMLElement, close: () => void): () => void {
  let from: { y: number; id: number } | null = null
  let far = 0
  let speed = followTouch()
  const down = (event: PointerEvent) => {
    if (!phone.matches || event.pointerType !== 'touch' || !event.isPrimary) return
    if (event.target instanceof Element && event.target.closest('button')) return
    from = { y: event.clientY, id: event.pointerId }
    far = 0
    speed = followTouch()
    head.setPointerCapture(event.pointerId)
  }
  const move = (event: PointerEvent) => {
    if (event.pointerId !== from?.id) return
    far = Math.max(0, event.clientY - from.y)
    speed.at(event.clientY, event.timeStamp)
    sheet.style.transform = `translateY(${far}px)`
  }
  const up = (event: PointerEvent) => {
    if (event.pointerId !== from?.id) return
    from = null
    const goes = event.type === 'pointerup' && (speed.now(event.timeStamp) > fling || far > sheet.clientHeight / 2)
    sheet.style.transform = ''
    const frames = [{ transform: `translateY(${far}px)` }, { transform: goes ? 'translateY(100%)' : 'none' }]
    const slide = sheet.animate(frames, {
      duration: motionReduced() ? 1 : settle,
      easing: 'ease-out',
      fill: 'forwards',
    })
    slide.onfinish = () => {
      if (goes) close()
      slide.cancel()
    }
  }
  head.addEventListener('pointerdown', down)
  head.addEventListener('pointermove', move)
  head.addEventListener('pointerup', up)
  head.addEventListener('pointercancel', up)
  return () => {
    head.removeEventListener('pointerdown', down)
    head.removeEventListener('pointermove', move)
    head.removeEventListener('pointerup', up)
    head.removeEventListener('pointercancel', up)
  }
}

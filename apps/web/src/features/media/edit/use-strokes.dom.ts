import { type RefObject, useEffect, useEffectEvent } from 'react'
import type { Mark } from './edits.ts'
import { apply, inverse } from './geometry.ts'
import type { View } from './view.ts'
import { growMark, isEmpty } from './tools.ts'

interface Options {
  view: View | null
  /** The picture's longer side: marks are kept in shares of it. */
  longer: number
  active: boolean
  begin(x: number, y: number, unit: number): Mark
  /** The mark as it grows; null when it is given up. */
  show(mark: Mark | null): void
  commit(mark: Mark): void
}

/** A finger, a pen or the mouse leaves a mark on the picture. */
export function useStrokes(stage: RefObject<HTMLElement | null>, options: Options): void {
  const now = useEffectEvent(() => options)
  const { active } = options
  useEffect(() => {
    const element = stage.current
    if (!element || !active) return
    let mark: Mark | null = null
    let pointer = -1
    const placeOf = (event: PointerEvent): [number, number] => {
      const { view, longer } = now()
      if (!view) return [0, 0]
      const box = element.getBoundingClientRect()
      const [x, y] = apply(inverse(view.matrix), event.clientX - box.left, event.clientY - box.top)
      return [x / longer, y / longer]
    }
    const unit = () => 1 / ((now().view?.scale ?? 1) * now().longer)
    const give = (value: Mark | null) => {
      mark = value
      now().show(value)
    }
    const down = (event: PointerEvent) => {
      // A second finger: it was no stroke.
      if (pointer !== -1) return end()
      if (event.button !== 0 || !now().view) return
      event.preventDefault()
      pointer = event.pointerId
      element.setPointerCapture(pointer)
      give(now().begin(...placeOf(event), unit()))
    }
    const move = (event: PointerEvent) => {
      if (event.pointerId !== pointer || !mark) return
      // Safari has had them since 18.2 only.
      const steps = 'getCoalescedEvents' in event ? event.getCoalescedEvents() : []
      let grown = mark
      for (const step of steps.length > 0 ? steps : [event]) grown = growMark(grown, ...placeOf(step))
      give(grown)
    }
    const up = (event: PointerEvent) => {
      if (event.pointerId !== pointer) return
      const done = mark
      const least = unit()
      end()
      if (done && !isEmpty(done, least)) now().commit(done)
    }
    const end = () => {
      pointer = -1
      give(null)
    }
    element.addEventListener('pointerdown', down)
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerup', up)
    element.addEventListener('pointercancel', end)
    return () => {
      element.removeEventListener('pointerdown', down)
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerup', up)
      element.removeEventListener('pointercancel', end)
    }
  }, [stage, active])
}

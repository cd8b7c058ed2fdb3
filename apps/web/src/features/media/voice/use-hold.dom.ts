import { type PointerEvent, useEffect, useRef } from 'react'
import { setSlide, slideStore } from './slide-store.ts'

/** A press that is shorter is a tap (ms). */
const holdAfter = 220
/** How far a finger goes to cancel, and to lock (px). */
export const cancelAt = 120
export const lockAt = 76

interface Deeds {
  begin(): void
  /** `touch`: by a finger or a pen. */
  letGo(touch: boolean): void
  cancel(): void
  lock(): void
}

/**
 * A button that is held: let go, it is sent; slid to the left, it cancels; slid up, it stays locked. What the finger
 * does is followed on the whole window, for the button may be replaced under it.
 * @returns what the button listens to, and whether the click that ends a hold is to be ignored
 */
export function useHold(deeds: Deeds) {
  const stop = useRef<() => void>(undefined)
  const held = useRef(false)
  // A button that goes away under the finger, as when a draft comes from another device: what is said stays.
  useEffect(() => () => stop.current?.(), [])

  const onPointerDown = (event: PointerEvent) => {
    held.current = false
    if (event.button !== 0 || !event.isPrimary) return
    const { clientX, clientY, pointerId, pointerType } = event
    const timer = setTimeout(() => {
      held.current = true
      deeds.begin()
    }, holdAfter)
    const ending = new AbortController()
    const over = () => {
      clearTimeout(timer)
      ending.abort()
      setSlide(0, 0)
    }
    const mine = (run: (at: globalThis.PointerEvent) => void) => (at: globalThis.PointerEvent) => {
      if (at.pointerId === pointerId) run(at)
    }
    const move = (at: globalThis.PointerEvent) => {
      if (!held.current) return
      setSlide(Math.min(0, at.clientX - clientX), Math.min(0, at.clientY - clientY))
      const { left, up } = slideStore.getState()
      if (left < cancelAt && up < lockAt) return
      over()
      if (left >= cancelAt) deeds.cancel()
      else deeds.lock()
    }
    const options = { signal: ending.signal }
    addEventListener('pointermove', mine(move), options)
    addEventListener(
      'pointerup',
      mine(() => {
        over()
        if (held.current) deeds.letGo(pointerType !== 'mouse')
      }),
      options,
    )
    // The system took the finger away: what was said stays.
    addEventListener(
      'pointercancel',
      mine(() => {
        over()
        if (held.current) deeds.lock()
      }),
      options,
    )
    stop.current = () => {
      over()
      if (held.current) deeds.lock()
    }
  }
  return { onPointerDown, wasHeld: () => held.current }
}

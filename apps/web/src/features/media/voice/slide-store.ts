import { createStore } from 'zustand/vanilla'

/** How far the finger that records has gone, in pixels: to the left, and up. */
export const slideStore = createStore<{ left: number; up: number }>(() => ({ left: 0, up: 0 }))

/** `x` and `y` from where it went down; only one way counts at a time. */
export function setSlide(x: number, y: number): void {
  const [left, up] = [Math.max(0, -x), Math.max(0, -y)]
  slideStore.setState(left > up ? { left, up: 0 } : { left: 0, up })
}

import { type RefObject, useEffect, useEffectEvent } from 'react'
import type { Size } from '../prepare/picture-sizes.ts'
import type { Box } from './edits.ts'
import { type Edge, kept, pulled } from './geometry.ts'

/** Pixels of the screen that a side keeps at least. */
const leastSide = 48

interface Options {
  crop: Box
  /** Pixels of the stage that the whole picture takes in the present view. */
  whole: Size
  /** Width by height in shares, when the shape is kept. */
  share: number | null
  /** `held`: the picture stands still and the frame moves; else the frame stands and the picture moves below it. */
  show(crop: Box, held: boolean): void
  commit(crop: Box): void
}

/** A part with its middle elsewhere, and larger or smaller. */
function shifted(box: Box, dx: number, dy: number, zoom: number, least: Size): Box {
  // The shape stays when a side meets its end.
  const factor = Math.max(
    Math.min(zoom, 1 / box.width, 1 / box.height),
    Math.min(1, Math.max(least.width / box.width, least.height / box.height)),
  )
  const [width, height] = [box.width * factor, box.height * factor]
  return kept(
    { x: box.x + dx + (box.width - width) / 2, y: box.y + dy + (box.height - height) / 2, width, height },
    { width: 0, height: 0 },
  )
}

/** The frame of a crop: edges and corners are pulled, the picture below is moved, and zoomed by two fingers or the wheel. */
export function useCrop(frame: RefObject<HTMLElement | null>, options: Options): void {
  const now = useEffectEvent(() => options)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const listening = new AbortController()
    const { signal } = listening
    const pointers = new Map<number, { x: number; y: number }>()
    let from: { crop: Box; whole: Size; x: number; y: number; spread: number } | null = null
    let edge: Edge | null = null
    let latest: Box | null = null
    let wheel: ReturnType<typeof setTimeout> | undefined

    const middle = () => {
      const all = [...pointers.values()]
      const [one, two = one] = all
      const x = ((one?.x ?? 0) + (two?.x ?? 0)) / 2
      const y = ((one?.y ?? 0) + (two?.y ?? 0)) / 2
      return { x, y, spread: one && two ? Math.hypot(one.x - two.x, one.y - two.y) : 0 }
    }
    const restart = () => {
      const { crop, whole } = now()
      from = { crop: latest ?? crop, whole, ...middle() }
    }
    const least = (whole: Size) => ({
      width: Math.min(1, leastSide / whole.width),
      height: Math.min(1, leastSide / whole.height),
    })
    const show = (crop: Box, held: boolean) => {
      latest = crop
      now().show(crop, held)
    }
    const finish = () => {
      from = null
      edge = null
      const done = latest
      latest = null
      if (done) now().commit(done)
    }
    element.addEventListener(
      'pointerdown',
      (event) => {
        if (event.button !== 0 || pointers.size > 1) return
        event.preventDefault()
        element.focus({ preventScroll: true })
        element.setPointerCapture(event.pointerId)
        pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
        const handle = event.target instanceof HTMLElement ? event.target.dataset['edge'] : undefined
        if (pointers.size === 1) edge = (handle as Edge | undefined) ?? null
        restart()
      },
      { signal },
    )
    element.addEventListener(
      'pointermove',
      (event) => {
        if (!from || !pointers.has(event.pointerId)) return
        pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
        const { x, y, spread } = middle()
        const { crop, whole } = from
        const [dx, dy] = [(x - from.x) / whole.width, (y - from.y) / whole.height]
        if (edge && pointers.size === 1) return show(pulled(crop, edge, dx, dy, least(whole), now().share), true)
        edge = null
        const zoom = from.spread > 0 && spread > 0 ? from.spread / spread : 1
        show(shifted(crop, -dx * zoom, -dy * zoom, zoom, least(whole)), false)
      },
      { signal },
    )
    const up = (event: PointerEvent) => {
      if (!pointers.delete(event.pointerId)) return
      if (pointers.size === 0) finish()
      else restart()
    }
    element.addEventListener('pointerup', up, { signal })
    element.addEventListener('pointercancel', up, { signal })
    const nudge = (dx: number, dy: number, zoom: number) => {
      const { crop, whole } = now()
      show(shifted(latest ?? crop, dx, dy, zoom, least(whole)), false)
      clearTimeout(wheel)
      wheel = setTimeout(finish, 300)
    }
    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault()
        nudge(0, 0, Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 400))
      },
      { signal, passive: false },
    )
    element.addEventListener(
      'keydown',
      (event) => {
        const step = 0.02
        const way = {
          ArrowLeft: [-step, 0, 1],
          ArrowRight: [step, 0, 1],
          ArrowUp: [0, -step, 1],
          ArrowDown: [0, step, 1],
          '+': [0, 0, 0.9],
          '=': [0, 0, 0.9],
          '-': [0, 0, 1 / 0.9],
        }[event.key] as [number, number, number] | undefined
        if (!way) return
        event.preventDefault()
        nudge(...way)
      },
      { signal },
    )
    return () => {
      clearTimeout(wheel)
      listening.abort()
    }
  }, [frame])
}

import { type RefObject, useEffect, useEffectEvent } from 'react'

const slop = 6
/** As long as a press that opens a menu. */
const holdTime = 450

interface Place {
  mover: HTMLElement
  top: number
  height: number
}

/** What moves: the whole row around the thing that is taken hold of. */
function moverOf(element: HTMLElement): HTMLElement {
  return element.closest<HTMLElement>('[data-sort-row]') ?? element
}

/** The rows that may change places with each other, from top to bottom. */
function placesOf(element: HTMLElement): Place[] {
  const list = element.closest('[data-sort-list]')
  return [...(list?.querySelectorAll<HTMLElement>('[data-sort]') ?? [])]
    .map((one) => {
      const mover = moverOf(one)
      const { top, height } = mover.getBoundingClientRect()
      return { mover, top, height }
    })
    .toSorted((a, b) => a.top - b.top)
}

/** Where a row stands among the others when it was moved that far: its leading edge passes their middles. */
export function targetOf(places: readonly Pick<Place, 'top' | 'height'>[], from: number, moved: number): number {
  const own = places[from]
  if (!own) return from
  const edge = own.top + moved + (moved > 0 ? own.height : 0)
  const middle = ({ top, height }: Pick<Place, 'top' | 'height'>) => top + height / 2
  if (moved > 0) return places.findLastIndex((place, at) => at === from || (at > from && edge > middle(place)))
  return places.findIndex((place, at) => at === from || (at < from && edge < middle(place)))
}

/** One row on its way: it follows the pointer, the others make room. */
class Journey {
  readonly from: number
  to: number
  readonly #places: Place[]
  readonly #startY: number

  constructor(element: HTMLElement, startY: number) {
    this.#places = placesOf(element)
    this.#startY = startY
    this.from = this.#places.findIndex(({ mover }) => mover === moverOf(element))
    this.to = this.from
    for (const { mover } of this.#places) mover.dataset['sorting'] = mover === moverOf(element) ? 'moved' : ''
  }

  follow(y: number): void {
    const own = this.#places[this.from]
    const [first, last] = [this.#places[0], this.#places.at(-1)]
    if (!own || !first || !last) return
    const moved = Math.max(
      first.top - own.top,
      Math.min(last.top + last.height - own.top - own.height, y - this.#startY),
    )
    this.to = targetOf(this.#places, this.from, moved)
    for (const [at, { mover }] of this.#places.entries()) {
      const up = at > this.from && at <= this.to
      const down = at < this.from && at >= this.to
      const shift = at === this.from ? moved : up ? -own.height : down ? own.height : 0
      mover.style.setProperty('--sort-shift', `${shift}px`)
    }
  }

  end(): void {
    for (const { mover } of this.#places) {
      delete mover.dataset['sorting']
      mover.style.removeProperty('--sort-shift')
    }
  }
}

interface Options {
  /** A finger must rest before it moves the row: the list under it scrolls. Else it takes hold at once. */
  holds: boolean
  active: boolean
  onSort(from: number, to: number): void
  /** A finger rested and was taken off without a move. */
  onPress?(at: { x: number; y: number }): void
}

/** Sorts rows by dragging them, with a mouse, a pen or a finger. Buttons or a menu must do the same (WCAG 2.5.7). */
export function useSort(target: RefObject<HTMLElement | null>, { holds, active, onSort, onPress }: Options): void {
  const sorted = useEffectEvent(onSort)
  const pressed = useEffectEvent((at: { x: number; y: number }) => onPress?.(at))
  useEffect(() => {
    const element = target.current
    if (!element || !active) return
    let start: { x: number; y: number; id: number; mouse: boolean } | null = null
    let journey: Journey | null = null
    let moved = false
    let hold: ReturnType<typeof setTimeout> | undefined
    const begin = () => {
      if (!start) return
      journey = new Journey(element, start.y)
      moved = false
      element.setPointerCapture(start.id)
      if (!start.mouse && 'vibrate' in navigator) navigator.vibrate(10)
    }
    const onDown = (event: PointerEvent) => {
      if (!event.isPrimary || event.button !== 0) return
      moved = false
      start = { x: event.clientX, y: event.clientY, id: event.pointerId, mouse: event.pointerType === 'mouse' }
      if (!start.mouse && holds) hold = setTimeout(begin, holdTime)
    }
    const onMove = (event: PointerEvent) => {
      if (!start) return
      // The button was let go elsewhere.
      if (start.mouse && event.buttons === 0) return stop()
      const far = Math.hypot(event.clientX - start.x, event.clientY - start.y) > slop
      if (!journey && far) {
        if (!start.mouse && holds) return stop()
        begin()
      }
      if (!journey) return
      event.stopPropagation()
      moved ||= far
      if (moved) journey.follow(event.clientY)
    }
    const stop = () => {
      clearTimeout(hold)
      start = null
      journey?.end()
      journey = null
    }
    const onUp = (event: PointerEvent) => {
      const ended = journey
      const rested = ended !== null && !moved && start?.mouse === false
      stop()
      if (rested) pressed({ x: event.clientX, y: event.clientY })
      if (ended && ended.to !== ended.from) sorted(ended.from, ended.to)
      // The click that follows is no tap on the row.
      if (ended) {
        moved = true
        setTimeout(() => (moved = false))
      }
    }
    const onClick = (event: MouseEvent) => {
      if (!moved) return
      event.preventDefault()
      event.stopPropagation()
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !journey) return
      event.preventDefault()
      stop()
    }
    // While a row moves, nothing scrolls and no menu opens.
    const hinder = (event: Event) => {
      if (journey) event.preventDefault()
    }
    const onMenu = (event: Event) => {
      if (!journey && !(start && !start.mouse && holds)) return
      event.preventDefault()
      event.stopPropagation()
    }
    element.addEventListener('pointerdown', onDown)
    element.addEventListener('pointermove', onMove)
    element.addEventListener('pointerup', onUp)
    element.addEventListener('pointercancel', stop)
    element.addEventListener('touchmove', hinder, { passive: false })
    element.addEventListener('contextmenu', onMenu, { capture: true })
    element.addEventListener('click', onClick, { capture: true })
    addEventListener('keydown', onKey, { capture: true })
    return () => {
      stop()
      element.removeEventListener('pointerdown', onDown)
      element.removeEventListener('pointermove', onMove)
      element.removeEventListener('pointerup', onUp)
      element.removeEventListener('pointercancel', stop)
      element.removeEventListener('touchmove', hinder)
      element.removeEventListener('contextmenu', onMenu, { capture: true })
      element.removeEventListener('click', onClick, { capture: true })
      removeEventListener('keydown', onKey, { capture: true })
    }
  }, [target, active, holds])
}

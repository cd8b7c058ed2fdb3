import { type RefObject, useEffect, useEffectEvent } from 'react'

const slop = 6
/** A finger must rest so long before it takes hold: the list under it scrolls. */
const holdTime = 260

interface Slot {
  key: number
  box: DOMRect
}

/** The slot whose middle is nearest. */
export function nearest(
  slots: readonly { box: Pick<DOMRect, 'x' | 'y' | 'width' | 'height'> }[],
  x: number,
  y: number,
) {
  const far = slots.map(({ box }) => Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y))
  return far.indexOf(Math.min(...far))
}

/** One thing on its way through the places of a list or a grid; the others make room at once. */
class Journey {
  readonly element: HTMLElement
  readonly #slots: Slot[]
  readonly #start: { x: number; y: number }
  readonly #home: DOMRect
  #at: number

  constructor(list: HTMLElement, element: HTMLElement, start: { x: number; y: number }) {
    this.element = element
    this.#start = start
    this.#slots = [...list.querySelectorAll<HTMLElement>('[data-place]')].map((one) => ({
      key: Number(one.dataset['place']),
      box: one.getBoundingClientRect(),
    }))
    this.#at = this.#slots.findIndex(({ key }) => key === Number(element.dataset['place']))
    this.#home = element.getBoundingClientRect()
    element.dataset['moving'] = ''
  }

  /** @returns whose place it takes now, when that changed */
  follow(x: number, y: number): number | undefined {
    const to = nearest(this.#slots, x, y)
    const other = this.#slots[to]
    const own = this.#slots[this.#at]
    let taken: number | undefined
    if (to !== this.#at && other && own) {
      taken = other.key
      // The places stay; who stands in them changes.
      const keys = this.#slots.map(({ key }) => key)
      const order = keys.toSpliced(this.#at, 1).toSpliced(to, 0, own.key)
      for (const [at, slot] of this.#slots.entries()) slot.key = order[at] ?? slot.key
      this.#at = to
    }
    const place = this.#slots[this.#at]?.box ?? this.#home
    this.element.style.setProperty('--dx', `${this.#home.x + x - this.#start.x - place.x}px`)
    this.element.style.setProperty('--dy', `${this.#home.y + y - this.#start.y - place.y}px`)
    return taken
  }

  end(): void {
    delete this.element.dataset['moving']
    this.element.style.removeProperty('--dx')
    this.element.style.removeProperty('--dy')
  }
}

/** Things marked with `data-place` change places when they are dragged by `data-grip`; keys and a menu must do the same. */
export function useReorder(list: RefObject<HTMLElement | null>, move: (key: number, to: number) => void): void {
  const onMove = useEffectEvent(move)
  useEffect(() => {
    const element = list.current
    if (!element) return
    const listening = new AbortController()
    const { signal } = listening
    let start: { x: number; y: number; id: number; mouse: boolean; place: HTMLElement } | null = null
    let journey: Journey | null = null
    let hold: ReturnType<typeof setTimeout> | undefined
    let ended = false
    const begin = () => {
      if (!start) return
      journey = new Journey(element, start.place, start)
      element.setPointerCapture(start.id)
      if (!start.mouse && 'vibrate' in navigator) navigator.vibrate(10)
    }
    const stop = () => {
      clearTimeout(hold)
      ended = journey !== null
      journey?.end()
      journey = null
      start = null
      // The click that follows a drag is none.
      setTimeout(() => (ended = false))
    }
    const down = (event: PointerEvent) => {
      const grip = event.target instanceof Element ? event.target.closest('[data-grip]') : null
      const place = grip?.closest<HTMLElement>('[data-place]')
      if (!place || !event.isPrimary || event.button !== 0) return
      const { clientX: x, clientY: y, pointerId: id } = event
      start = { x, y, id, mouse: event.pointerType === 'mouse', place }
      if (!start.mouse) hold = setTimeout(begin, holdTime)
    }
    const go = ({ clientX: x, clientY: y, buttons }: PointerEvent) => {
      if (!start) return
      if (start.mouse && buttons === 0) return stop()
      if (!journey && Math.hypot(x - start.x, y - start.y) > slop) {
        if (!start.mouse) return stop()
        begin()
      }
      const taken = journey?.follow(x, y)
      if (taken !== undefined) onMove(Number(start.place.dataset['place']), taken)
    }
    const hinder = (event: Event) => {
      if (journey) event.preventDefault()
    }
    element.addEventListener('pointerdown', down, { signal })
    element.addEventListener('pointermove', go, { signal })
    element.addEventListener('pointerup', stop, { signal })
    element.addEventListener('pointercancel', stop, { signal })
    element.addEventListener('touchmove', hinder, { signal, passive: false })
    element.addEventListener('dragstart', (event) => event.preventDefault(), { signal })
    element.addEventListener('contextmenu', (event) => start && !start.mouse && event.preventDefault(), { signal })
    element.addEventListener(
      'click',
      (event) => {
        if (!ended) return
        event.preventDefault()
        event.stopPropagation()
      },
      { signal, capture: true },
    )
    return () => {
      stop()
      listening.abort()
    }
  }, [list])
}

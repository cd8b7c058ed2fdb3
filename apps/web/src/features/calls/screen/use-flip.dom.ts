import { type RefObject, useLayoutEffect, useRef } from 'react'
import { motionReduced } from '../../../ui/use-viewport.dom.ts'

/** Children glide to their new places when `order` changes; what came anew is simply there. */
export function useFlip<T extends HTMLElement>(order: string): RefObject<T | null> {
  const box = useRef<T>(null)
  const before = useRef(new Map<Element, DOMRect>())
  const last = useRef(order)
  useLayoutEffect(() => {
    const children = [...(box.current?.children ?? [])]
    const now = new Map(children.map((child) => [child, child.getBoundingClientRect()]))
    for (const [child, place] of now) {
      const old = before.current.get(child)
      if (!old || last.current === order || motionReduced() || place.width === 0 || place.height === 0) continue
      const from = `translate(${old.left - place.left}px, ${old.top - place.top}px) scale(${old.width / place.width}, ${old.height / place.height})`
      child.animate(
        [
          { transformOrigin: '0 0', transform: from },
          { transformOrigin: '0 0', transform: 'none' },
        ],
        { duration: 320, easing: 'cubic-bezier(0.22, 1, 0.36, 1)' },
      )
    }
    before.current = now
    last.current = order
  })
  return box
}

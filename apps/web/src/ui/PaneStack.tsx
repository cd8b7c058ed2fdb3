import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { watchEdge } from './edge-swipe.dom.ts'
import { slidePop, slidePush } from './pane-slide.dom.ts'
import css from './PaneStack.module.css'

export interface Pane {
  key: string
  node: ReactNode
}

/**
 * The phone's panes, last on top. A longer stack pushes, a shorter one pops; what leaves stays drawn until it is out.
 * Covered panes are inert, so neither focus nor a screen reader goes there.
 */
export function PaneStack({ panes }: { panes: Pane[] }) {
  const [last, setLast] = useState(panes)
  const [leaving, setLeaving] = useState<Pane | null>(null)
  const [entering, setEntering] = useState<string | null>(null)
  const elements = useRef(new Map<string, HTMLElement>())
  const returnTo = useRef<HTMLElement[]>([])
  const stack = useRef<HTMLDivElement>(null)
  const swiped = useRef(false)
  const keys = useRef<string[]>([])

  const top = panes.at(-1)
  const lastTop = last.at(-1)
  if (top?.key !== lastTop?.key || panes.length !== last.length) {
    setLast(panes)
    const sameBase = panes[0]?.key === last[0]?.key
    if (sameBase && panes.length < last.length) {
      setLeaving(lastTop ?? null)
      setEntering(null)
    } else {
      setLeaving(null)
      setEntering(sameBase && panes.length > last.length ? (top?.key ?? null) : null)
    }
  }

  useLayoutEffect(() => {
    const above = entering === null ? undefined : elements.current.get(entering)
    const below = elements.current.get(panes.at(-2)?.key ?? '')
    if (!above) return
    if (document.activeElement instanceof HTMLElement) returnTo.current.push(document.activeElement)
    return slidePush(above, below, () => {
      setEntering(null)
      if (!above.contains(document.activeElement)) above.querySelector<HTMLElement>('[data-pane-focus]')?.focus()
    })
    // Only a new push starts the slide; other renders must not start it again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [entering])

  useLayoutEffect(() => {
    if (!leaving) return
    const above = elements.current.get(leaving.key)
    if (!above) return
    const target = returnTo.current.pop()
    if (swiped.current) {
      // A finger has taken it out of sight already.
      swiped.current = false
      setLeaving(null)
      return
    }
    return slidePop(above, elements.current.get(top?.key ?? ''), () => {
      setLeaving(null)
      if (target?.isConnected) target.focus({ preventScroll: true })
    })
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [leaving])

  useEffect(() => {
    keys.current = panes.map(({ key }) => key)
  })
  useEffect(() => {
    if (!stack.current) return
    const find = (key: string | undefined) => elements.current.get(key ?? '')
    return watchEdge(
      stack.current,
      () => {
        const [above, below] = [find(keys.current.at(-1)), find(keys.current.at(-2))]
        return above && below ? { above, below } : null
      },
      () => (swiped.current = true),
    )
  }, [])

  const shown = leaving && !panes.some((pane) => pane.key === leaving.key) ? [...panes, leaving] : panes
  return (
    <div className={css.stack} ref={stack}>
      {shown.map((pane, index) => {
        const isTop = index === panes.length - 1
        const moving = entering !== null || leaving !== null
        return (
          <div
            key={pane.key}
            ref={(element) => {
              if (element) elements.current.set(pane.key, element)
              else elements.current.delete(pane.key)
            }}
            className={css.pane}
            inert={!isTop}
            data-covered={(!isTop && !moving) || undefined}
          >
            {pane.node}
          </div>
        )
      })}
    </div>
  )
}

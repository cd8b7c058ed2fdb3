import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react'
import type { Align } from './feed-place.dom.ts'
import type { Row } from './rows.ts'

const steps: Record<string, number | undefined> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -8,
  PageDown: 8,
  Home: -Infinity,
  End: Infinity,
}

/** The message that the focus is in; undefined between messages, null where arrows mean something else. */
function keyOf(target: EventTarget | null): string | null | undefined {
  if (!(target instanceof HTMLElement) || target.matches('[role="slider"], input, textarea')) return null
  return target.closest<HTMLElement>('[data-line]')?.dataset['line']
}

interface Options {
  rows: Row[]
  /** Those of them that are drawn. */
  shown: Row[]
  column: RefObject<HTMLElement | null>
  toRow(index: number, align: Align): void
}

/** One tab stop for the whole feed; arrows walk over its messages. */
export function useRovingFocus({ rows, shown, column, toRow }: Options) {
  const [chosen, setChosen] = useState<string | null>(null)
  const drawn = chosen !== null && shown.some((row) => row.key === chosen)
  const current = drawn ? chosen : shown.findLast((row) => row.kind === 'message')?.key

  const go = (index: number) => {
    const row = rows[index]
    if (!row) return
    setChosen(row.key)
    toRow(index, 'nearest')
    const focus = () =>
      column.current
        ?.querySelector<HTMLElement>(`[data-message="${CSS.escape(row.key)}"]`)
        ?.focus({ preventScroll: true })
    requestAnimationFrame(() => requestAnimationFrame(focus))
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    const inner = keyOf(event.target)
    if (inner === null) return
    const key = inner ?? current
    if (step === undefined || key === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const places = rows.flatMap((row, index) => (row.kind === 'message' ? [index] : []))
    const at = places.findIndex((index) => rows[index]?.key === key)
    go(places[Math.min(Math.max(at + step, 0), places.length - 1)] ?? -1)
  }

  const onFocus = (event: FocusEvent) => {
    const key = event.target instanceof HTMLElement ? event.target.dataset['message'] : undefined
    if (key !== undefined) setChosen(key)
  }

  return { current, onKeyDown, onFocus }
}

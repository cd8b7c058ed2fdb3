import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
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

/** One tab stop for the whole feed; arrows walk over its messages. */
export function useRovingFocus(
  rows: Row[],
  list: RefObject<VirtualizerHandle | null>,
  scroller: RefObject<HTMLDivElement | null>,
) {
  const [chosen, setChosen] = useState<string | null>(null)
  const lastMessage = rows.findLast((row) => row.kind === 'message')?.key
  const chosenAt = chosen === null ? -1 : rows.findIndex((row) => row.key === chosen)
  const current = chosenAt === -1 ? lastMessage : (chosen ?? undefined)

  const go = (index: number) => {
    const row = rows[index]
    if (!row) return
    setChosen(row.key)
    list.current?.scrollToIndex(index, { align: 'nearest' })
    const focus = () =>
      scroller.current
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

  return { current, kept: chosenAt === -1 ? [] : [chosenAt], onKeyDown, onFocus }
}

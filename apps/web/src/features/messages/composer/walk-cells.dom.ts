import type { KeyboardEvent } from 'react'

/** Arrows walk over the cells of a panel as they stand on the screen: sideways by order, up and down to the nearest. */
export function walkCells(event: KeyboardEvent<HTMLElement>): void {
  const from = event.target
  if (!(from instanceof HTMLElement) || from.dataset['cell'] === undefined) return
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-cell]')]
  const at = cells.indexOf(from)
  const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  const down = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  const to = side === undefined ? down && nearest(from, cells, down) : cells[at + side]
  if (side === undefined && down === undefined) return
  event.preventDefault()
  if (to) to.focus()
}

function nearest(from: HTMLElement, cells: readonly HTMLElement[], way: number): HTMLElement | undefined {
  const here = from.getBoundingClientRect()
  let best: HTMLElement | undefined
  let least = Infinity
  for (const cell of cells) {
    const { left, top } = cell.getBoundingClientRect()
    const rows = (top - here.top) * way
    // A row further counts for more than the whole width of one.
    const far = rows * 100 + Math.abs(left - here.left)
    if (rows > here.height / 2 && far < least) [best, least] = [cell, far]
  }
  return best
}

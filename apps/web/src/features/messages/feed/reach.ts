import type { Row } from './rows.ts'

/** The messages that stand in the document, by seq. `Infinity`: the end, and whatever comes there. */
export interface Reach {
  readonly from: number
  readonly to: number
}

/** Rows of the document: `start` is the first, `end` the one after the last. */
export interface Slice {
  readonly start: number
  readonly end: number
}

function placeOf(row: Row | undefined): number | undefined {
  if (row?.kind === 'message') return row.message.seq ?? Infinity
  if (row?.kind === 'call') return row.call.after
  return row?.kind === 'line' ? row.line.after : undefined
}

/** What of the rows is within reach. A day and the line of new messages come with the message below them. */
export function sliceOf(rows: readonly Row[], { from, to }: Reach): Slice {
  let start = rows.findIndex((row) => (placeOf(row) ?? -Infinity) >= from)
  if (start === -1) return { start: 0, end: from === -Infinity ? rows.length : 0 }
  while (start > 0 && placeOf(rows[start - 1]) === undefined) start--
  const end = to === Infinity ? rows.length : rows.findLastIndex((row) => (placeOf(row) ?? Infinity) <= to) + 1
  return end > start ? { start, end } : { start: 0, end: 0 }
}

/**
 * The reach of a slice, so that it stays with its messages when rows come before or after them.
 * @param open whether the end of the rows is the end of the chat
 */
export function reachOf(rows: readonly Row[], { start, end }: Slice, open: boolean): Reach {
  const inside = rows.slice(Math.max(0, start), end).flatMap((row) => placeOf(row) ?? [])
  return {
    from: inside[0] ?? -Infinity,
    to: open && end >= rows.length ? Infinity : (inside.at(-1) ?? Infinity),
  }
}

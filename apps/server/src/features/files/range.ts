/** First and last byte, both included. */
export interface Range {
  readonly first: number
  readonly last: number
}

/**
 * The part of `size` bytes that a Range header asks for (RFC 9110, 14): undefined for all of it, also when the header
 * asks for several parts or for something else than bytes; null when there is no such part.
 */
export function readRange(header: string | undefined, size: number): Range | null | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  if (match === null) return undefined
  const [, from = '', to = ''] = match
  if (from === '' && to === '') return undefined
  if (from === '') return to === '0' ? null : { first: Math.max(0, size - Number(to)), last: size - 1 }
  const first = Number(from)
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < first) return undefined
  return first >= size ? null : { first, last }
}

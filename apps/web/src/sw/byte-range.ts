/** Bytes of a file, `to` excluded. */
export interface Stretch {
  from: number
  to: number
}

/**
 * What a Range header asks for of `size` bytes (RFC 9110, 14): null for all of it, also when the header is none that is
 * understood; 'none' when there is no such byte.
 */
export function readRange(header: string | null, size: number): Stretch | 'none' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  const [, first = '', last = ''] = match ?? []
  if (first === '' && last === '') return null
  if (first === '') return last === '0' ? 'none' : someOf({ from: Math.max(0, size - Number(last)), to: size })
  if (last !== '' && Number(last) < Number(first)) return null
  return someOf({ from: Number(first), to: last === '' ? size : Math.min(size, Number(last) + 1) })
}

function someOf(stretch: Stretch): Stretch | 'none' {
  return stretch.from < stretch.to ? stretch : 'none'
}

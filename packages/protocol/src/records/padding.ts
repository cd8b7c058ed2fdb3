import { RecordError } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'

const SMALL = [64, 256, 1024, 4096]
export const MAX_PADDED = 65_536

/** The bucket for a body of `length` bytes: 64, 256, 1024, 4096, then doubling up to 65,536; one byte marks the end. */
export function paddedLength(length: number): number {
  const needed = length + 1
  const small = SMALL.find((size) => size >= needed)
  if (small !== undefined) return small
  let size = 8192
  while (size < needed) size *= 2
  if (size > MAX_PADDED) throw new RecordError('too_large', `body of ${length} bytes`)
  return size
}

/** Whether a padded body can have this length. */
export function isPaddedLength(length: number): boolean {
  return length > 0 && length <= MAX_PADDED && paddedLength(length - 1) === length
}

/** body ‖ 0x80 ‖ zeros, up to the bucket. */
export function pad(body: Uint8Array): Bytes {
  const out = new Uint8Array(paddedLength(body.length))
  out.set(body)
  out[body.length] = 0x80
  return out
}

/** The opposite of pad; RecordError unless the padding is the one that pad writes. */
export function unpad(padded: Uint8Array): Bytes {
  let end = padded.length - 1
  while (end >= 0 && padded[end] === 0) end--
  if (end < 0 || padded[end] !== 0x80) throw new RecordError('encoding', 'padding')
  if (paddedLength(end) !== padded.length) throw new RecordError('length', 'padding')
  return new Uint8Array(padded.subarray(0, end))
}

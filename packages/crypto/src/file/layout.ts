/** Bytes of a file that are sealed together; the last piece holds what is left. */
export const FILE_CHUNK = 262_144
/** The tag at the end of each sealed chunk. */
const TAG = 16
const SEALED_CHUNK = FILE_CHUNK + TAG

/** A file of no bytes is one empty chunk, so that there is something to open. */
export function chunksOf(size: number): number {
  return Math.max(1, Math.ceil(size / FILE_CHUNK))
}

/** Bytes that a file of this size fills once it is sealed. */
export function sealedSize(size: number): number {
  return size + chunksOf(size) * TAG
}

/** Bytes of one chunk as it is sealed; 0 for a chunk that the file doesn't have. */
export function sealedChunkSize(size: number, index: number): number {
  const count = chunksOf(size)
  if (!Number.isInteger(index) || index < 0 || index >= count) return 0
  return index === count - 1 ? sealedSize(size) - index * SEALED_CHUNK : SEALED_CHUNK
}

/** Where a stretch of a file lies among its sealed bytes. */
export interface SealedRange {
  /** The chunks to open, both included. */
  first: number
  last: number
  /** Sealed bytes, `to` excluded: whole chunks. */
  from: number
  to: number
  /** Bytes to leave out at the beginning of what the chunks open to. */
  skip: number
  /** Bytes of the stretch that the file has. */
  length: number
}

/** Null when the file has no byte there. */
export function rangeOf(size: number, offset: number, length: number): SealedRange | null {
  const end = Math.min(size, offset + length)
  if (!Number.isSafeInteger(offset) || offset < 0 || !(end > offset)) return null
  const first = Math.floor(offset / FILE_CHUNK)
  const last = Math.floor((end - 1) / FILE_CHUNK)
  const to = Math.min((last + 1) * SEALED_CHUNK, sealedSize(size))
  return { first, last, from: first * SEALED_CHUNK, to, skip: offset - first * FILE_CHUNK, length: end - offset }
}

import type { Readable } from 'node:stream'
import type { FileId } from '@soroka/protocol'

/**
 * Where sealed files lie. The database knows what there is and whose; this only keeps bytes under ids that were checked.
 * Nobody appends to one blob twice at the same time. Failures of the place itself are SorokaErrors: STORAGE_FULL,
 * UNAVAILABLE; a failure of what is read from is thrown on as it came.
 */
export interface BlobStore {
  /** Makes room for `size` bytes to come; an unfinished one of this id begins anew. */
  create(id: FileId, size: number): Promise<void>
  /** How many bytes are here; undefined: there is none. What was appended last may be missing again after a cut. */
  offsetOf(id: FileId): Promise<number | undefined>
  /** Appends all that comes, and resolves with where the blob ends once this would survive a power cut. */
  append(id: FileId, offset: number, from: Readable): Promise<number>
  /** Whether all bytes that `create` spoke of are here, and stay here. */
  isWhole(id: FileId, size: number): Promise<boolean>
  /** From the first to the last byte, both included. @throws SorokaError NOT_FOUND */
  read(id: FileId, first: number, last: number): Promise<Readable>
  /** Safe to repeat. */
  remove(id: FileId): Promise<void>
  /** All that lies here, half or whole, in any order; what was never made by `create` is left out. */
  list(): AsyncIterable<FileId>
  close(): void
}

/** A name without capital letters, which some disks take for small ones: one id, one place. */
export function nameOf(id: FileId): string {
  return Buffer.from(id, 'base64url').toString('hex')
}

/** The id that a name was made of; undefined for any other name. */
export function idOf(name: string): FileId | undefined {
  return /^[0-9a-f]{32}$/.test(name) ? (Buffer.from(name, 'hex').toString('base64url') as FileId) : undefined
}

import { SorokaError } from '@soroka/protocol'
import type { FileId } from '@soroka/protocol'
import { type Bytes, toBase64url } from '@soroka/protocol/bytes'
import { FILE_SECRET_BYTES, type SealedFile } from '@soroka/protocol/records'
import { FILE_CHUNK, FileHash, type FileKeys, fileKeys, sealChunk, sealedSize } from '@soroka/crypto/file'
import { randomBytes } from '@soroka/crypto'
import type { Shelf } from '../platform/shelf.ts'

/** Chunks that are read from the disk and sealed together. */
const TOGETHER = 8
/** Stretches that are on their way from the disk through the cipher while one is written. */
const AHEAD = 2

/**
 * Seals a file to the shelf under a new secret and a new id. It is read once, from its beginning to its end: what is
 * uploaded later is this copy, whatever becomes of the file (rule 20).
 * @throws SorokaError STORAGE_FULL when the device has no room; BAD_REQUEST when the file can't be read (any more)
 */
export async function sealFile(shelf: Shelf, blob: Blob): Promise<SealedFile> {
  const id = toBase64url(randomBytes(16)) as FileId
  const secret = randomBytes(FILE_SECRET_BYTES)
  const keys = await fileKeys(secret, id, blob.size)
  const hash = new FileHash()
  await shelving(() => shelf.put(id, sealParts(blob, keys, hash), sealedSize(blob.size)))
  return { id, secret, size: blob.size, hash: await hash.digest() }
}

/** Stretches are read and sealed while those before are written: disk and cipher don't wait for each other. */
async function* sealParts(blob: Blob, keys: FileKeys, hash: FileHash): AsyncGenerator<Bytes> {
  const stride = TOGETHER * FILE_CHUNK
  const coming: Promise<Bytes[]>[] = []
  let from = 0
  const begin = () => {
    const stretch = sealStretch(blob, from, keys, hash)
    // Seen below; when something before it fails first, nobody asks for it any more.
    stretch.catch(() => undefined)
    coming.push(stretch)
    from += stride
  }
  do begin()
  while (from < blob.size && coming.length < AHEAD)
  for (let next = coming.shift(); next !== undefined; next = coming.shift()) {
    const sealed = await next
    if (from < blob.size) begin()
    yield* sealed
  }
}

async function sealStretch(blob: Blob, from: number, keys: FileKeys, hash: FileHash): Promise<Bytes[]> {
  const part = await readPart(blob, from, TOGETHER * FILE_CHUNK)
  const chunks: Promise<Bytes>[] = []
  for (let at = 0; at === 0 || at < part.length; at += FILE_CHUNK) {
    const plain = part.subarray(at, at + FILE_CHUNK)
    const index = (from + at) / FILE_CHUNK
    hash.put(index, plain)
    chunks.push(sealChunk(keys, index, plain))
  }
  return await Promise.all(chunks)
}

async function readPart(blob: Blob, from: number, length: number): Promise<Bytes> {
  const to = Math.min(from + length, blob.size)
  try {
    const bytes = new Uint8Array(await blob.slice(from, to).arrayBuffer())
    if (bytes.length === to - from) return bytes
  } catch (error) {
    // It was changed or removed since it was chosen.
    if (!(error instanceof DOMException)) throw error
  }
  throw new SorokaError('BAD_REQUEST', { field: 'files' })
}

/** Says a full disk as the protocol does. */
export async function shelving<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isFull(error)) throw new SorokaError('STORAGE_FULL', { device: true })
    throw error
  }
}

export function isFull(error: unknown): boolean {
  if (error instanceof DOMException) return error.name === 'QuotaExceededError'
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

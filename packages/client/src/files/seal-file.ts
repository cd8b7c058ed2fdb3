import { SorokaError } from '@soroka/protocol'
import type { FileId } from '@soroka/protocol'
import { type Bytes, toBase64url } from '@soroka/protocol/bytes'
import { FILE_SECRET_BYTES, type SealedFile } from '@soroka/protocol/records'
import { FILE_CHUNK, FileHash, type FileKeys, fileKeys, sealChunk } from '@soroka/crypto/file'
import { randomBytes } from '@soroka/crypto'
import type { Shelf } from '../platform/shelf.ts'

/** Chunks that are read from the disk and sealed together. */
const TOGETHER = 16

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
  await shelving(() => shelf.put(id, sealParts(blob, keys, hash)))
  return { id, secret, size: blob.size, hash: await hash.digest() }
}

/** Reads ahead while the part before is sealed, so that neither the disk nor the cipher waits for the other. */
async function* sealParts(blob: Blob, keys: FileKeys, hash: FileHash): AsyncGenerator<Bytes> {
  const stride = TOGETHER * FILE_CHUNK
  let next = readPart(blob, 0, stride)
  for (let from = 0, first = true; first || from < blob.size; from += stride, first = false) {
    const part = await next
    if (from + stride < blob.size) next = readPart(blob, from + stride, stride)
    const chunks: Promise<Bytes>[] = []
    for (let at = 0; at === 0 || at < part.length; at += FILE_CHUNK) {
      const plain = part.subarray(at, at + FILE_CHUNK)
      hash.add(plain)
      chunks.push(sealChunk(keys, (from + at) / FILE_CHUNK, plain))
    }
    for (const chunk of chunks) yield await chunk
  }
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

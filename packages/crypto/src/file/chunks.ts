import { type Bytes, Writer } from '@soroka/protocol/bytes'
import type { FileKeys } from './file-keys.ts'
import { chunksOf, FILE_CHUNK, sealedChunkSize } from './layout.ts'

const LAST = 1
const BETWEEN = 0

/**
 * Chunk by chunk in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): the nonce says which chunk it is
 * and whether it is the last one, so none may be left out, moved, or added behind the end.
 */
export async function sealChunk(keys: FileKeys, index: number, plain: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.encrypt(paramsOf(keys, index), keys.key, plain))
}

/** Null when it is not this chunk of this file, whole and unchanged. */
export async function openChunk(keys: FileKeys, index: number, sealed: Bytes): Promise<Bytes | null> {
  if (sealed.length === 0 || sealed.length !== sealedChunkSize(keys.size, index)) return null
  try {
    return new Uint8Array(await crypto.subtle.decrypt(paramsOf(keys, index), keys.key, sealed))
  } catch {
    return null
  }
}

/** The part of a file that its chunk `index` holds. */
export function chunkPlace(size: number, index: number): { from: number; to: number } {
  return { from: index * FILE_CHUNK, to: Math.min(size, (index + 1) * FILE_CHUNK) }
}

function paramsOf({ prefix, about, size }: FileKeys, index: number): AesGcmParams {
  const last = index === chunksOf(size) - 1 ? LAST : BETWEEN
  const iv = new Writer().fixed(prefix, prefix.length).u32(index).u8(last).finish()
  return { name: 'AES-GCM', iv, additionalData: new Writer().fixed(about, about.length).u32(index).finish() }
}

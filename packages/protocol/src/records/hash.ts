import { sha256 } from '@noble/hashes/sha2.js'
import { concat, utf8Encode } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'

export const HASH_BYTES = 32

/** The `prevHash` of a first record and H_0 of a chat's log. */
export const ORIGIN_HASH: Bytes = new Uint8Array(HASH_BYTES)

/** 'soroka/v1/<name>\0' ‖ parts: what every hash and every signature runs over, so that no record passes for another. */
export function domainBytes(name: string, ...parts: readonly Uint8Array[]): Bytes {
  return concat(utf8Encode(`soroka/v1/${name}\0`), ...parts)
}

/** SHA-256 of domainBytes; 32 bytes. */
export function hashRecord(name: string, ...parts: readonly Uint8Array[]): Bytes {
  return sha256(domainBytes(name, ...parts))
}

import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Bytes } from '@soroka/protocol/bytes'
import { domainBytes } from '@soroka/protocol/records'

/** HKDF-SHA-256 (RFC 5869), extract and expand. */
export function hkdfSha256(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Bytes {
  return hkdf(sha256, secret, salt, info, length)
}

/** 32 bytes for one purpose: empty salt, info = 'soroka/v1/<label>\0' ‖ context. */
export function deriveSecret(secret: Uint8Array, label: string, context: Uint8Array = new Uint8Array()): Bytes {
  return hkdfSha256(secret, new Uint8Array(), domainBytes(label, context), 32)
}

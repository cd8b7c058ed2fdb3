import { concat } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { IV_BYTES } from '@soroka/protocol/records'
import { owned } from './owned.ts'
import { randomBytes } from './random.ts'

/** AES-256-GCM by WebCrypto (NIST SP 800-38D); the key can't be exported again. */
export function importAeadKey(raw: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', owned(raw), 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** Ciphertext ‖ 16-byte tag. The 12-byte IV must never repeat under a key. */
export async function aeadSeal(key: CryptoKey, iv: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Promise<Bytes> {
  const params = { name: 'AES-GCM', iv: owned(iv), additionalData: owned(aad) }
  return new Uint8Array(await crypto.subtle.encrypt(params, key, owned(plaintext)))
}

/** The plaintext, or null if key, IV, associated data or ciphertext is not the one that was sealed. */
export async function aeadOpen(
  key: CryptoKey,
  iv: Uint8Array,
  ciphertext: Uint8Array,
  aad: Uint8Array,
): Promise<Bytes | null> {
  const params = { name: 'AES-GCM', iv: owned(iv), additionalData: owned(aad) }
  try {
    return new Uint8Array(await crypto.subtle.decrypt(params, key, owned(ciphertext)))
  } catch {
    return null
  }
}

/** A secret under a key: random IV ‖ ciphertext ‖ tag; 28 bytes longer than the secret. */
export async function wrapSecret(key: CryptoKey, secret: Uint8Array, aad: Uint8Array): Promise<Bytes> {
  const iv = randomBytes(IV_BYTES)
  return concat(iv, await aeadSeal(key, iv, secret, aad))
}

/** The opposite of wrapSecret; null if it doesn't open. */
export function unwrapSecret(key: CryptoKey, wrap: Uint8Array, aad: Uint8Array): Promise<Bytes | null> {
  return aeadOpen(key, wrap.subarray(0, IV_BYTES), wrap.subarray(IV_BYTES), aad)
}

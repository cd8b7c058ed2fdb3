import { utf8Encode } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { domainBytes } from '@soroka/protocol/records'
import { CryptoError } from '../crypto-error.ts'
import { unwrapSecret, wrapSecret } from '../primitives/aead.ts'

/** The key that all secrets lie under on a device's disk. It can be stored in IndexedDB but not read out. */
export function createVaultKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** Bytes for the disk, bound to a label that says what and whose they are; 28 bytes longer. */
export function sealLocal(key: CryptoKey, label: string, bytes: Uint8Array): Promise<Bytes> {
  return wrapSecret(key, bytes, domainBytes('local', utf8Encode(label)))
}

/** The opposite of sealLocal. CryptoError 'cannot_open' under another key or label. */
export async function openLocal(key: CryptoKey, label: string, sealed: Uint8Array): Promise<Bytes> {
  const bytes = await unwrapSecret(key, sealed, domainBytes('local', utf8Encode(label)))
  if (bytes === null) throw new CryptoError('cannot_open', label)
  return bytes
}

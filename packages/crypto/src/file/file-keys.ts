import type { FileId } from '@soroka/protocol'
import { type Bytes, fromBase64url, utf8Encode, Writer } from '@soroka/protocol/bytes'

/** What seals and opens one file. */
export interface FileKeys {
  readonly key: CryptoKey
  /** Seven bytes that begin each nonce. */
  readonly prefix: Bytes
  /** What each chunk is bound to beside its place: version, file, size. */
  readonly about: Bytes
  readonly size: number
}

const VERSION = 1
const PREFIX_BYTES = 7
const KEY_BYTES = 32

/** Key and nonces of a file out of its secret. The same secret with another id or size opens nothing. */
export async function fileKeys(secret: Bytes, id: FileId, size: number): Promise<FileKeys> {
  const salt = fromBase64url(id)
  const root = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8Encode('soroka/v1/file\0') }
  const bits = new Uint8Array(await crypto.subtle.deriveBits(derivation, root, (KEY_BYTES + PREFIX_BYTES) * 8))
  const key = await crypto.subtle.importKey('raw', bits.subarray(0, KEY_BYTES), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ])
  const about = new Writer().u8(VERSION).fixed(salt, salt.length).u64(size).finish()
  return { key, prefix: bits.slice(KEY_BYTES), about, size }
}

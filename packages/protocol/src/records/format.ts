import { RecordError } from '../bytes/index.ts'
import type { Reader, Writer } from '../bytes/index.ts'

/** First byte of every record: the layout. */
export const RECORD_VERSION = 1

/** Second byte: the primitives (X-Wing, HKDF-SHA-256, AES-256-GCM, Ed25519). */
export const SUITE = 1

export const ID_BYTES = 16
export const CHAT_ID_BYTES = 32
export const SIGNATURE_BYTES = 64
export const SIGN_PUBLIC_BYTES = 32
/** An X-Wing public key: ML-KEM-768 ‖ X25519. */
export const SEAL_PUBLIC_BYTES = 1216
/** A 32-byte secret under HPKE: 1,120 bytes of enc, 32 of ciphertext, 16 of tag. */
export const BOX_BYTES = 1168
/** A 32-byte secret under AES-256-GCM: 12 bytes of IV, 32 of ciphertext, 16 of tag. */
export const WRAP_BYTES = 60

export function writeFormat(writer: Writer): Writer {
  return writer.u8(RECORD_VERSION).u8(SUITE)
}

export function readFormat(reader: Reader): void {
  const version = reader.u8()
  if (version !== RECORD_VERSION) throw new RecordError('version', `${version}`)
  const suite = reader.u8()
  if (suite !== SUITE) throw new RecordError('suite', `${suite}`)
}

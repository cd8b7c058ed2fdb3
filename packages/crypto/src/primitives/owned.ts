import type { Bytes } from '@soroka/protocol/bytes'

/** WebCrypto takes no view of shared memory: such bytes are copied, all others pass as they are. */
export function owned(bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Bytes) : new Uint8Array(bytes)
}

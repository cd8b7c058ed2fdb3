import { type Bytes, fromBase64url, RecordError } from '@soroka/protocol/bytes'

/** Bytes of base64url; null for what is none. */
export function decodeText(text: string): Bytes | null {
  try {
    return fromBase64url(text)
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}

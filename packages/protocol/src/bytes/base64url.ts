import type { Bytes } from './bytes.ts'
import { RecordError } from './record-error.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const ascii = new TextDecoder('latin1')
const CODES = new Uint8Array(64)
const VALUES = new Uint8Array(128).fill(0xff)
for (let i = 0; i < 64; i++) {
  CODES[i] = ALPHABET.charCodeAt(i)
  VALUES[ALPHABET.charCodeAt(i)] = i
}

/** base64url without padding (RFC 4648 section 5). */
export function toBase64url(bytes: Uint8Array): string {
  const length = bytes.length
  const out = new Uint8Array(Math.ceil((length * 4) / 3))
  let at = 0
  for (let i = 0; i < length; i += 3) {
    const a = bytes[i] ?? 0
    const b = bytes[i + 1] ?? 0
    const c = bytes[i + 2] ?? 0
    out[at++] = CODES[a >> 2] ?? 0
    out[at++] = CODES[((a & 3) << 4) | (b >> 4)] ?? 0
    if (i + 1 < length) out[at++] = CODES[((b & 15) << 2) | (c >> 6)] ?? 0
    if (i + 2 < length) out[at++] = CODES[c & 63] ?? 0
  }
  return ascii.decode(out)
}

/** The opposite of toBase64url. RecordError 'encoding' for padding, foreign characters or non-zero spare bits. */
export function fromBase64url(text: string): Bytes {
  const length = text.length
  const rest = length % 4
  if (rest === 1) throw new RecordError('encoding', 'base64url length')
  const out = new Uint8Array(Math.floor((length * 3) / 4))
  let at = 0
  let bad = 0
  for (let i = 0; i < length; i += 4) {
    const a = valueAt(text, i)
    const b = valueAt(text, i + 1)
    const c = i + 2 < length ? valueAt(text, i + 2) : 0
    const d = i + 3 < length ? valueAt(text, i + 3) : 0
    bad |= (a | b | c | d) & 0xc0
    out[at++] = (a << 2) | (b >> 4)
    if (i + 2 < length) out[at++] = ((b & 15) << 4) | (c >> 2)
    else bad |= b & 15
    if (i + 3 < length) out[at++] = ((c & 3) << 6) | d
    else if (i + 2 < length) bad |= c & 3
  }
  if (bad !== 0) throw new RecordError('encoding', 'base64url')
  return out
}

/** Orders two base64url texts of equal length as the bytes they stand for; plain text order differs from it. */
export function compareBase64url(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const difference = valueAt(a, i) - valueAt(b, i)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function valueAt(text: string, index: number): number {
  const code = text.charCodeAt(index)
  return code < 128 ? (VALUES[code] ?? 0xff) : 0xff
}

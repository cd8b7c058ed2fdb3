import { createDecipheriv, hkdfSync } from 'node:crypto'
import type { ECDH } from 'node:crypto'

/** Opens a body of one aes128gcm record as a browser does (RFC 8291 over RFC 8188). Throws for anything else. */
export function openPush(sealed: Buffer, key: ECDH, auth: Buffer): string {
  const salt = sealed.subarray(0, 16)
  const recordSize = sealed.readUInt32BE(16)
  const keyLength = sealed[20] ?? 0
  const senderKey = sealed.subarray(21, 21 + keyLength)
  const record = sealed.subarray(21 + keyLength)
  if (record.length > recordSize) throw new Error('more than one record')
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), key.getPublicKey(), senderKey])
  const input = Buffer.from(hkdfSync('sha256', key.computeSecret(senderKey), auth, info, 32))
  const derive = (name: string, length: number) =>
    Buffer.from(hkdfSync('sha256', input, salt, `Content-Encoding: ${name}\0`, length))
  const cipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12))
  cipher.setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()])
  // The last record's text ends before a 2, after which only zeros come.
  const end = padded.lastIndexOf(2)
  if (end < 0 || padded.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('the padding is wrong')
  return padded.subarray(0, end).toString()
}

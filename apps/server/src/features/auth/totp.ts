import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { UserId } from '@soroka/protocol'
import { Secret, TOTP } from 'otpauth'

const PERIOD = 30
const SECRET_BYTES = 20
const IV_BYTES = 12
const TAG_BYTES = 16

/** Codes of an authenticator (RFC 6238: SHA-1, six digits, 30 s), by the library; what it takes and when is ours. */
function totpOf(secret: Uint8Array, label = ''): TOTP {
  const bytes = new Uint8Array(secret)
  return new TOTP({ issuer: 'Soroka', label, secret: new Secret({ buffer: bytes.buffer }), period: PERIOD, digits: 6 })
}

export const newSecret = (): Buffer => randomBytes(SECRET_BYTES)

/** What an authenticator takes: as letters, and as the address behind the QR code. */
export function describeSecret(secret: Uint8Array, label: string): { secret: string; uri: string } {
  const totp = totpOf(secret, label)
  return { secret: totp.secret.base32, uri: totp.toString() }
}

/** The time step that a code belongs to: the present one or a neighbour of it, for clocks differ. Null: none of them. */
export function stepOf(secret: Uint8Array, code: string, now: number): number | null {
  if (!/^[0-9]{6}$/.test(code)) return null
  const delta = totpOf(secret).validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? null : Math.floor(now / 1000 / PERIOD) + delta
}

/** AES-256-GCM under a key of the server, bound to the person: iv ‖ tag ‖ ciphertext. */
export function sealSecret(key: Uint8Array, user: UserId, secret: Uint8Array): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(user))
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

/** Throws for bytes that were sealed for somebody else, or under another key. */
export function openSecret(key: Uint8Array, user: UserId, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(user))
    .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
}

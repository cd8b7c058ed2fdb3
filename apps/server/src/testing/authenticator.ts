import { Secret, TOTP } from 'otpauth'

/** What an authenticator with this secret (base32) shows at a moment, in ms. */
export function authenticatorCode(secret: string, at: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })
}

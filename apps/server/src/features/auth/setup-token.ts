import { hmac, sameBytes, sha256 } from '../../platform/keys/index.ts'

const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/** What the first person shows to become the owner of a server that others can reach (S22); the same on every node. */
export function setupToken(key: Uint8Array): string {
  const letters = [...hmac(key, 'setup-token').subarray(0, 20)].map((byte) => alphabet[byte % alphabet.length])
  return letters.join('').replace(/(.{5})(?=.)/g, '$1-')
}

/** Compares without telling where they differ. */
export function isSetupToken(key: Uint8Array, text: string): boolean {
  return sameBytes(sha256(setupToken(key)), sha256(text.trim().toLowerCase()))
}

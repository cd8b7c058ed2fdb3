import { FACTOR, fingerprintFactor } from './chain-entry.ts'
import type { Factor } from './chain-entry.ts'

/** The name under which the server keeps AS for a factor (E6): there may be several passkeys, each with its own. */
export function factorBlob({ kind, pub }: Factor): string {
  if (kind === FACTOR.password) return 'as.password'
  if (kind === FACTOR.recovery) return 'as.recovery'
  const hex = [...fingerprintFactor(pub).subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0'))
  return `as.p${hex.join('')}`
}

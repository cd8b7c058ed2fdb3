import type { UserId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import * as z from 'zod/mini'
import type { UserRow } from '../indexeddb/rows.ts'
import type { Verification } from '../types.ts'
import type { AccountVault } from '../vault/account-vault.ts'

/** The identity key of a person that I accepted by my own word, for all my devices (R22). */
const entry = z.looseObject({
  /** Its fingerprint, base64url. */
  ik: z.string(),
  /** I compared the safety number. */
  verified: z.prefault(z.boolean(), false),
})
export type TrustEntry = z.infer<typeof entry>

export const TRUST = 'key/'

export async function readTrust(vault: Pick<AccountVault, 'read'>, user: UserId): Promise<TrustEntry | null> {
  return await vault.read(`${TRUST}${user}`, entry)
}

export async function writeTrust(vault: AccountVault, user: UserId, trust: TrustEntry): Promise<void> {
  // Both fields at once: a number that was compared says nothing of another key.
  await vault.update(`${TRUST}${user}`, entry, (old) => ({ ...old, ...trust }))
}

/** The person that an entry is about, if it is about one. */
export function trustedOfName(name: string): UserId | null {
  return name.startsWith(TRUST) ? (name.slice(TRUST.length) as UserId) : null
}

/** Whether another identity than the accepted one is shown for him: here, or on the device that accepted it. */
export function isChanged({ pin, keyChanged }: UserRow, trust: TrustEntry | null): boolean {
  return keyChanged || (trust !== null && pin !== undefined && toBase64url(pin) !== trust.ik)
}

export function verificationOf(row: UserRow, trust: TrustEntry | null): Verification {
  if (isChanged(row, trust)) return 'changed'
  return trust?.verified === true ? 'verified' : 'unverified'
}

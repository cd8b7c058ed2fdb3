import type { UserId } from '@soroka/protocol'
import type { DBSchema, IDBPDatabase } from 'idb'
import { openDatabase } from './open.ts'

/** An account that is signed in on this device. */
export interface AccountEntry {
  user: UserId
  /** Which cookie holds its refresh token; absent where the program holds it. */
  slot?: number
  /** When it was last in use: the newest is opened at start. */
  usedAt: number
}

/** A sign-up whose code is awaited. `sealed` opens under `vault`; the password and AS are in neither. */
export interface PendingSignUp {
  vault: CryptoKey
  deviceKey: CryptoKey
  sealed: Uint8Array
}

interface RegistrySchema extends DBSchema {
  accounts: { key: UserId; value: AccountEntry }
  signUp: { key: 'current'; value: PendingSignUp }
}
export type Registry = IDBPDatabase<RegistrySchema>

export function openRegistry(factory: IDBFactory): Promise<Registry> {
  return openDatabase<RegistrySchema>(factory, 'soroka-accounts', 1, (db) => {
    db.createObjectStore('accounts', { keyPath: 'user' })
    db.createObjectStore('signUp')
  })
}

/** The account to open at start, if any. */
export async function findCurrent(registry: Registry): Promise<AccountEntry | null> {
  const entries = await registry.getAll('accounts')
  return entries.sort((a, b) => b.usedAt - a.usedAt)[0] ?? null
}

/** The lowest cookie slot that no account here uses. */
export async function freeSlot(registry: Registry): Promise<number> {
  const used = new Set((await registry.getAll('accounts')).map((entry) => entry.slot))
  let slot = 0
  while (used.has(slot)) slot++
  return Math.min(slot, 15)
}

import type { UserId } from '@soroka/protocol'
import { LocalAccount } from '../auth/local-account.ts'
import { openRegistry } from '../indexeddb/registry.ts'
import type { Platform } from '../platform/platform.ts'

/** An account of this device; null when nobody of this name is signed in here. Makes no database for him. */
export async function findAccount({ storage }: Platform, user: UserId): Promise<LocalAccount | null> {
  const registry = await openRegistry(storage)
  try {
    if ((await registry.get('accounts', user)) === undefined) return null
  } finally {
    registry.close()
  }
  return await LocalAccount.open(storage, user)
}

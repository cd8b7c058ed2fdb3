import type { UserId } from '@soroka/protocol'
import type { Platform } from '../platform/platform.ts'
import { accountDbName } from '../indexeddb/account-store.ts'
import { deleteDatabase } from '../indexeddb/open.ts'
import { findCurrent, type Registry } from '../indexeddb/registry.ts'
import { LocalAccount } from './local-account.ts'

/** The account that was last in use here, or null. An entry whose database was evicted is dropped: sign in again. */
export async function openCurrent(factory: IDBFactory, registry: Registry): Promise<LocalAccount | null> {
  for (;;) {
    const entry = await findCurrent(registry)
    if (entry === null) return null
    const account = await LocalAccount.open(factory, entry.user)
    if (account !== null) return account
    await registry.delete('accounts', entry.user)
    await deleteDatabase(factory, accountDbName(entry.user))
  }
}

/** Leaves nothing of the account on this device: database with its keys, registry entry, files, caches. */
export async function wipeAccount(platform: Platform, registry: Registry, user: UserId): Promise<void> {
  await registry.delete('accounts', user)
  await deleteDatabase(platform.storage, accountDbName(user))
  await platform.shelf(user).wipe()
  await platform.wipe?.(user)
}

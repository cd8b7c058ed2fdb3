import type { IDBPTransaction } from 'idb'
import type { AccountDb, AccountSchema, StoreName } from './account-store.ts'

export type WriteTx<Stores extends StoreName> = IDBPTransaction<AccountSchema, Stores[], 'readwrite'>

/**
 * Runs `work` in one writing transaction. A throw aborts it: IndexedDB by itself would commit what was asked for up to
 * then, half an acknowledgement included.
 */
export async function inOne<const Stores extends StoreName, T>(
  db: AccountDb,
  stores: Stores[],
  work: (tx: WriteTx<Stores>) => Promise<T>,
): Promise<T> {
  const tx = db.transaction(stores, 'readwrite')
  // Seen below through `done`; without this a failed request would count as unhandled meanwhile.
  const done = tx.done.then(
    () => null,
    (error: unknown) => ({ error }),
  )
  try {
    const result = await work(tx)
    const failed = await done
    if (failed !== null) throw failed.error
    return result
  } catch (error) {
    abort(tx)
    await done
    throw error
  }
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort()
  } catch (error) {
    // It ended by itself when a request failed.
    if (!(error instanceof DOMException)) throw error
  }
}

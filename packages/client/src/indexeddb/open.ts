import { type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames, wrap } from 'idb'

type Upgrade<Schema extends DBSchema> = IDBPTransaction<Schema, ArrayLike<StoreNames<Schema>>, 'versionchange'>

/** Opens a database of a given factory (idb itself knows only the global one). Gives way when it is to be deleted. */
export async function openDatabase<Schema extends DBSchema>(
  factory: IDBFactory,
  name: string,
  version: number,
  upgrade: (db: IDBPDatabase<Schema>, from: number, tx: Upgrade<Schema>) => void,
): Promise<IDBPDatabase<Schema>> {
  const request = factory.open(name, version)
  request.addEventListener('upgradeneeded', (event) => {
    if (request.transaction === null) return
    upgrade(
      wrap(request.result) as unknown as IDBPDatabase<Schema>,
      event.oldVersion,
      wrap(request.transaction) as unknown as Upgrade<Schema>,
    )
  })
  const db = (await wrap(request)) as unknown as IDBPDatabase<Schema>
  db.addEventListener('versionchange', () => db.close())
  return db
}

/** Deletes a database; settles also when another tab is slow to let go (the deletion follows then by itself). */
export function deleteDatabase(factory: IDBFactory, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = factory.deleteDatabase(name)
    request.addEventListener('success', () => resolve())
    request.addEventListener('blocked', () => resolve())
    request.addEventListener('error', () => reject(request.error ?? new Error('deleteDatabase')))
  })
}

import { type DBSchema, type IDBPDatabase, wrap } from 'idb'

/** Opens a database of a given factory (idb itself knows only the global one). Gives way when it is to be deleted. */
export async function openDatabase<Schema extends DBSchema>(
  factory: IDBFactory,
  name: string,
  version: number,
  upgrade: (db: IDBPDatabase<Schema>, from: number) => void,
): Promise<IDBPDatabase<Schema>> {
  const request = factory.open(name, version)
  request.addEventListener('upgradeneeded', (event) => {
    upgrade(wrap(request.result) as unknown as IDBPDatabase<Schema>, event.oldVersion)
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

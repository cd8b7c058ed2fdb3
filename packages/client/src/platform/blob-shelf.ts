import type { DBSchema, IDBPDatabase } from 'idb'
import type { Bytes } from '@soroka/protocol/bytes'
import { deleteDatabase, openDatabase } from '../indexeddb/open.ts'
import type { Shelf } from './shelf.ts'

interface Schema extends DBSchema {
  files: { key: string; value: { blob: Blob; at: number } }
}

/** A shelf in IndexedDB, where the browser has no private file system. */
export class BlobShelf implements Shelf {
  readonly #factory: IDBFactory
  readonly #name: string
  #db: Promise<IDBPDatabase<Schema>> | undefined

  constructor(factory: IDBFactory, name: string) {
    this.#factory = factory
    this.#name = name
  }

  async put(name: string, parts: AsyncIterable<Bytes>): Promise<void> {
    let blob = new Blob()
    // A blob of blobs: the browser may keep on the disk what it was given before.
    for await (const part of parts) blob = new Blob([blob, part])
    await (await this.#open()).put('files', { blob, at: Date.now() }, name)
  }

  async get(name: string): Promise<Blob | null> {
    return (await (await this.#open()).get('files', name))?.blob ?? null
  }

  async remove(name: string): Promise<void> {
    await (await this.#open()).delete('files', name)
  }

  async list(): Promise<{ name: string; at: number }[]> {
    const found: { name: string; at: number }[] = []
    let cursor = await (await this.#open()).transaction('files').store.openCursor()
    while (cursor !== null) {
      found.push({ name: cursor.key, at: cursor.value.at })
      cursor = await cursor.continue()
    }
    return found
  }

  async wipe(): Promise<void> {
    ;(await this.#db)?.close()
    this.#db = undefined
    await deleteDatabase(this.#factory, this.#name)
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    this.#db ??= openDatabase<Schema>(this.#factory, this.#name, 1, (db) => {
      db.createObjectStore('files')
    })
    return this.#db
  }
}

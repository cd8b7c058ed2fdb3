import { openAsBlob } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bytes } from '@soroka/protocol/bytes'
import type { Shelf } from './shelf.ts'

/** A shelf in a folder, for programs that handle large files or go on where they stopped. */
export class FolderShelf implements Shelf {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async put(name: string, parts: AsyncIterable<Bytes>): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const path = join(this.#folder, name)
    const half = `${path}.half`
    try {
      const file = await open(half, 'w', 0o600)
      try {
        for await (const part of parts) await file.writeFile(part)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(half, path)
    } catch (error) {
      await rm(half, { force: true })
      throw error
    }
  }

  async get(name: string): Promise<Blob | null> {
    const path = join(this.#folder, name)
    return (await exists(path)) ? await openAsBlob(path) : null
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.#folder, name), { force: true })
  }

  async list(): Promise<{ name: string; at: number }[]> {
    if (!(await exists(this.#folder))) return []
    const names = await readdir(this.#folder)
    return Promise.all(names.map(async (name) => ({ name, at: (await stat(join(this.#folder, name))).mtimeMs })))
  }

  async wipe(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}

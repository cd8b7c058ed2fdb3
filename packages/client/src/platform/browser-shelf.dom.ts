import type { Bytes } from '@soroka/protocol/bytes'
import { BlobShelf } from './blob-shelf.ts'
import { OpfsShelf } from './opfs-shelf.dom.ts'
import type { Shelf } from './shelf.ts'

/** The browser's private file system, or IndexedDB where there is none (private windows of some browsers). */
export function browserShelf(user: string): Shelf {
  const name = `soroka-files-${user}`
  let chosen: Promise<Shelf> | undefined
  const shelf = () => (chosen ??= choose(name))
  return {
    put: async (file: string, parts: AsyncIterable<Bytes>, size: number) => (await shelf()).put(file, parts, size),
    get: async (file) => (await shelf()).get(file),
    remove: async (file) => (await shelf()).remove(file),
    list: async () => (await shelf()).list(),
    wipe: async () => (await shelf()).wipe(),
  }
}

async function choose(name: string): Promise<Shelf> {
  try {
    return new OpfsShelf(await navigator.storage.getDirectory(), name)
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error
    return new BlobShelf(indexedDB, name)
  }
}

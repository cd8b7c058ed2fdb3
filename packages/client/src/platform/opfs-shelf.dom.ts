import type { Bytes } from '@soroka/protocol/bytes'
import type { Shelf } from './shelf.ts'

/** In a dedicated worker only; TypeScript has it in another library than the rest. */
interface SyncHandle {
  write(bytes: Bytes, options: { at: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
}

/** A shelf in the browser's private file system: large files never lie whole in memory. */
export class OpfsShelf implements Shelf {
  readonly #root: FileSystemDirectoryHandle
  readonly #folder: string

  constructor(root: FileSystemDirectoryHandle, folder: string) {
    this.#root = root
    this.#folder = folder
  }

  async put(name: string, parts: AsyncIterable<Bytes>, size: number): Promise<void> {
    const folder = await this.#root.getDirectoryHandle(this.#folder, { create: true })
    const file = await folder.getFileHandle(name, { create: true })
    try {
      if ('createSyncAccessHandle' in file) await writeHere(file, parts, size)
      else await writeAside(file, parts)
    } catch (error) {
      await this.remove(name)
      throw error
    }
  }

  async get(name: string): Promise<Blob | null> {
    const folder = await this.#find()
    const file = await orNull(folder?.getFileHandle(name))
    return file === null ? null : await file.getFile()
  }

  async remove(name: string): Promise<void> {
    await orNull((await this.#find())?.removeEntry(name))
  }

  async list(): Promise<{ name: string; at: number }[]> {
    const found: { name: string; at: number }[] = []
    const folder = await this.#find()
    if (folder === null) return found
    for await (const [name, handle] of folder.entries())
      if (handle.kind === 'file') found.push({ name, at: (await handle.getFile()).lastModified })
    return found
  }

  async wipe(): Promise<void> {
    await orNull(this.#root.removeEntry(this.#folder, { recursive: true }))
  }

  #find(): Promise<FileSystemDirectoryHandle | null> {
    return orNull(this.#root.getDirectoryHandle(this.#folder))
  }
}

/** A call costs as much as a megabyte, and so does each piece by which a file grows. */
const TOGETHER = 2_097_152

async function writeHere(file: FileSystemFileHandle, parts: AsyncIterable<Bytes>, size: number): Promise<void> {
  const { createSyncAccessHandle } = file as unknown as { createSyncAccessHandle(): Promise<SyncHandle> }
  const handle = await createSyncAccessHandle.call(file)
  try {
    handle.truncate(size)
    // One buffer for all: what is thrown away piece by piece stays in memory until somebody sweeps.
    const held = new Uint8Array(Math.min(TOGETHER, size))
    let at = 0
    let length = 0
    const write = () => {
      // Safari writes less when the disk is full instead of throwing.
      if (handle.write(held.subarray(0, length), { at }) !== length)
        throw new DOMException('The disk is full', 'QuotaExceededError')
      at += length
      length = 0
    }
    for await (const part of parts) {
      for (let taken = 0; taken < part.length;) {
        const piece = part.subarray(taken, taken + held.length - length)
        held.set(piece, length)
        length += piece.length
        taken += piece.length
        if (length === held.length) write()
      }
    }
    if (length > 0) write()
    handle.truncate(at)
    handle.flush()
  } finally {
    handle.close()
  }
}

async function writeAside(file: FileSystemFileHandle, parts: AsyncIterable<Bytes>): Promise<void> {
  const stream = await file.createWritable()
  try {
    for await (const part of parts) await stream.write(part)
    await stream.close()
  } catch (error) {
    await stream.abort()
    throw error
  }
}

/** Null for what isn't there, or can't be touched now because another tab is at it. */
async function orNull<T>(work: Promise<T> | undefined): Promise<T | null> {
  try {
    return (await work) ?? null
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}

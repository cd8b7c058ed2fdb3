import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { SorokaError } from '@soroka/protocol'
import type { FileId } from '@soroka/protocol'
import { isSystemError, syncFolder } from '../data-folder/index.ts'
import { idOf, nameOf } from './blob-store.ts'
import type { BlobStore } from './blob-store.ts'
import { tellingTrouble } from './telling-trouble.ts'

const orTrouble = tellingTrouble(asTrouble)

/** Blobs as files of one folder, which nobody else may enter (S17): 256 folders in it, by the first two letters. */
export async function openDiskBlobs(folder: string): Promise<BlobStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const pathOf = (id: FileId): string => path.join(folder, nameOf(id).slice(0, 2), nameOf(id))
  const sizeOf = async (id: FileId): Promise<number | undefined> => {
    try {
      return (await stat(pathOf(id))).size
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return undefined
      throw asTrouble(error)
    }
  }
  return {
    create: (id) =>
      orTrouble(async () => {
        const file = pathOf(id)
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
        const handle = await open(file, 'w', 0o600)
        await handle.close()
        await syncFolder(path.dirname(file))
      }),
    offsetOf: sizeOf,
    append: async (id, offset, from) => {
      const handle = await openToWrite(pathOf(id))
      try {
        const end = await writeAll(handle, offset, from)
        await orTrouble(() => handle.sync())
        return end
      } finally {
        await handle.close()
      }
    },
    isWhole: async (id, size) => (await sizeOf(id)) === size,
    read: async (id, first, last) => {
      try {
        const handle = await open(pathOf(id), 'r')
        return handle.createReadStream({ start: first, end: last, highWaterMark: 262_144 })
      } catch (error) {
        if (isSystemError(error, 'ENOENT')) throw new SorokaError('NOT_FOUND')
        throw asTrouble(error)
      }
    },
    remove: (id) => orTrouble(() => rm(pathOf(id), { force: true })),
    list: async function* () {
      for (const part of await orTrouble(() => readdir(folder))) {
        if (!/^[0-9a-f]{2}$/.test(part)) continue
        for (const name of await orTrouble(() => readdir(path.join(folder, part)))) {
          const id = idOf(name)
          if (id !== undefined && name.startsWith(part)) yield id
        }
      }
    },
    close: () => undefined,
  }
}

async function openToWrite(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r+')
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) throw new SorokaError('NOT_FOUND')
    throw asTrouble(error)
  }
}

/** One piece after the other: what comes faster than the disk takes it waits with its sender. */
async function writeAll(handle: FileHandle, offset: number, from: Readable): Promise<number> {
  let at = offset
  for await (const chunk of from) {
    const bytes = chunk as Buffer
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await orTrouble(() => handle.write(bytes, done, bytes.length - done, at))
      done += bytesWritten
      at += bytesWritten
    }
  }
  return at
}

function asTrouble(error: unknown): unknown {
  if (isSystemError(error, 'ENOSPC', 'EDQUOT', 'EFBIG')) return new SorokaError('STORAGE_FULL')
  if (isSystemError(error, 'EIO', 'EROFS', 'EMFILE', 'ENFILE', 'ESTALE'))
    return new SorokaError('UNAVAILABLE', { retryAfter: 5 })
  return error
}

import { chmod, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { lockFolder } from './folder-lock.ts'
import { isSystemError, StartError } from './start-error.ts'

/** The one folder in which everything that must be kept lies. Locked for this process until close(). */
export interface DataFolder {
  /** Absolute path. */
  path: string
  /** Absolute path of a folder inside, made with mode 700 when it is missing. */
  subfolder(name: string): Promise<string>
  close(): void
}

/**
 * Opens the data folder, makes it if it is missing, sets its mode, and locks it.
 * The mode is 700; as root 711, because Postgres runs as another user and must be able to walk through.
 * @throws StartError DATA_IN_USE, DATA_NOT_YOURS
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  try {
    await mkdir(folder, { recursive: true })
    await chmod(folder, process.getuid?.() === 0 ? 0o711 : 0o700)
  } catch (error) {
    if (!isSystemError(error, 'EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR')) throw error
    throw new StartError('DATA_NOT_YOURS', `The data folder ${folder} cannot be used by this user`, { cause: error })
  }
  const lock = await lockFolder(folder)
  return {
    path: folder,
    async subfolder(name) {
      const inside = path.join(folder, name)
      await mkdir(inside, { recursive: true, mode: 0o700 })
      return inside
    },
    close: () => lock.release(),
  }
}

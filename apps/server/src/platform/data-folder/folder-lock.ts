// One process for each data folder. The lock is a kernel file lock (taken by SQLite, which Node carries): it ends with the
// process, also by kill -9, so nothing stale is ever left to judge by pid and start time, and two processes that start
// together cannot both win. It holds across containers that share a local disk, where pids mean nothing.
import { readFileSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isSystemError, StartError } from './start-error.ts'

const SQLITE_BUSY = 5

/** A lock that is held until release() or the end of the process. */
export interface FolderLock {
  /** Safe to repeat. */
  release(): void
}

/**
 * Locks `folder` (which must exist) for this process and notes the pid in `soroka.pid` beside the lock.
 * @throws StartError DATA_IN_USE if another process, or this one, holds it already.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const note = path.join(folder, 'soroka.pid')
  const file = openLockFile(folder)
  try {
    file.exec('PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    file.close()
    if (!(error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY)) throw error
    throw new StartError('DATA_IN_USE', `${folder} is in use by another Soroka${holder(note)}. Stop that one first.`, {
      cause: error,
    })
  }
  await chmod(path.join(folder, 'lock'), 0o600) // nobody else may take a lock on it
  await writeFile(note, `${process.pid}\n`, { mode: 0o600 })
  return {
    release() {
      if (file.isOpen) file.close()
    },
  }
}

function openLockFile(folder: string): DatabaseSync {
  try {
    return new DatabaseSync(path.join(folder, 'lock'), { timeout: 0 })
  } catch (error) {
    throw new StartError('DATA_NOT_YOURS', `${folder} cannot be written by this user`, { cause: error })
  }
}

/** " (process 123)", or nothing: the note is only for the message. */
function holder(note: string): string {
  try {
    return ` (process ${readFileSync(note, 'utf8').trim()})`
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'EACCES')) return ''
    throw error
  }
}

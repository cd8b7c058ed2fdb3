// postmaster.pid, which a running postgres keeps in its data folder: what it says, and whether to believe it.
import { execFile } from 'node:child_process'
import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { isSystemError, StartError } from '../data-folder/index.ts'

export interface PostmasterFile {
  pid: number
  socketFolder: string
  /** It accepts connections. */
  ready: boolean
}

/** Reads `postmaster.pid`, undefined when there is none (or only half a one, while it is being written). */
export async function readPostmasterFile(data: string): Promise<PostmasterFile | undefined> {
  try {
    const lines = (await readFile(path.join(data, 'postmaster.pid'), 'utf8')).split('\n')
    const pid = Number(lines[0])
    if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
    return { pid, socketFolder: lines[4] ?? '', ready: lines[7]?.trim() === 'ready' }
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * Ends a Postgres that outlived its server, so that the next one runs with our settings and as our child. The caller
 * holds the folder's lock: whatever still runs there has no living owner.
 * @returns what the orphan's file said, if there was an orphan
 * @throws StartError POSTGRES_FAILED when it does not end
 */
export async function endOrphan(data: string): Promise<PostmasterFile | undefined> {
  const file = await readPostmasterFile(data)
  if (!file || !(await isAlive(file.pid))) return undefined // postgres itself replaces a dead owner's file, with care
  if (!(await servesFolder(file.pid, data))) {
    // The pid belongs to someone else by now; postgres could not know and would refuse to start.
    await rm(path.join(data, 'postmaster.pid'), { force: true })
    return undefined
  }
  for (const [signal, seconds] of [
    ['SIGINT', 20],
    ['SIGQUIT', 10],
  ] as const) {
    process.kill(file.pid, signal)
    for (let waited = 0; waited < seconds * 1000; waited += 20) {
      if (!(await isAlive(file.pid))) return file
      await sleep(20)
    }
  }
  throw new StartError('POSTGRES_FAILED', `The Postgres of an earlier run (process ${file.pid}) does not stop.`)
}

/** A zombie, which nobody reaps in a container without an init, does not count as alive. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return isSystemError(error, 'EPERM')
  }
  if (process.platform !== 'linux') return true
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2)) // "pid (name) state …", and a name may hold anything
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ESRCH')) return false
    throw error
  }
}

/** Postgres makes its data folder its working directory; a process with another one only has the same number. */
async function servesFolder(pid: number, data: string): Promise<boolean> {
  if (process.platform === 'linux') {
    try {
      return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(data))
    } catch (error) {
      if (isSystemError(error, 'EACCES', 'EPERM', 'ENOENT', 'ESRCH')) return false // another user's, or just gone
      throw error
    }
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)])
  return stdout.includes(data)
}

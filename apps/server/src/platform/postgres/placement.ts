// Where the database and its socket lie, so that the account that runs Postgres can reach them.
import { randomBytes } from 'node:crypto'
import { chmod, chown, lstat, mkdir, mkdtemp, readdir, realpath, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isSystemError, StartError } from '../data-folder/index.ts'
import { type Account, canReach } from './account.ts'

/** PostgreSQL names its socket after a port, also where it listens on no port. */
export const PORT = 5432
/** sockaddr_un holds 104 bytes on macOS and 108 on Linux, one of them the closing zero. */
const LONGEST_SOCKET_PATH = 103
const SHORT_PREFIX = 'soroka-'

/**
 * The folder of all databases, `pg` inside `folder`. When this process is root and `account` cannot reach it (a checkout
 * below /root), `pg` is a link to a folder under `systemFolder`: the link, once made, decides on every later start.
 * @throws StartError DATA_MISSING when that link leads nowhere, DATA_NOT_YOURS
 */
export async function placeDatabases(
  folder: string,
  account: Account | undefined,
  systemFolder: string,
): Promise<{ place: string; moved: boolean }> {
  const pg = path.join(folder, 'pg')
  if (!(await isPresent(pg))) {
    await mkdir(folder, { recursive: true })
    if (account) await letWalkThrough(folder)
    if (canReach(account, folder)) await mkdir(pg, { mode: 0o700 })
    else await makeElsewhere(pg, systemFolder)
  }
  const place = await realpath(pg).catch((error: unknown) => {
    throw new StartError('DATA_MISSING', `${pg} leads to a folder that is not there. Put it back from a backup.`, {
      cause: error,
    })
  })
  const moved = place !== path.join(await realpath(folder), 'pg')
  if (account) {
    if (!moved) await letWalkThrough(folder)
    await letWalkThrough(place)
    if (!canReach(account, place)) {
      throw new StartError('DATA_NOT_YOURS', `User ${account.name}, who runs Postgres, cannot reach ${place}.`)
    }
  }
  return { place, moved }
}

/** A folder for the socket that only `account` enters: `run` in `place`, or a short one when that path is too long. */
export async function placeSocket(place: string, account: Account | undefined): Promise<string> {
  const run = path.join(place, 'run')
  if (fits(run)) {
    await mkdir(run, { recursive: true, mode: 0o700 })
    await giveTo(account, run)
    return run
  }
  for (const base of [tmpdir(), '/tmp']) {
    if (!fits(path.join(base, `${SHORT_PREFIX}123456`)) || !canReach(account, base)) continue
    const short = await mkdtemp(path.join(base, SHORT_PREFIX)) // a new name with mode 700: nobody can have laid a trap
    await giveTo(account, short)
    return short
  }
  throw new StartError('POSTGRES_UNAVAILABLE', `The path ${run} is too long for a socket, and so is ${tmpdir()}.`)
}

/** Removes a short socket folder after use; one inside the data stays. */
export async function removeSocketFolder(folder: string): Promise<void> {
  const isShort = path.basename(folder).startsWith(SHORT_PREFIX) && [tmpdir(), '/tmp'].includes(path.dirname(folder))
  if (isShort) await rm(folder, { recursive: true, force: true })
}

/**
 * The folder for the data of this major version of PostgreSQL.
 * @throws StartError DATA_NEWER, DATA_OLDER: data of another major is never touched
 */
export async function dataFolderFor(place: string, major: number): Promise<string> {
  const majors = (await readdir(place)).filter((name) => /^\d+$/.test(name)).map(Number)
  const newest = Math.max(0, ...majors)
  if (newest > major) {
    throw new StartError(
      'DATA_NEWER',
      `${place} holds a database of PostgreSQL ${newest}, and this release of Soroka brings ${major}. Use the newer release.`,
    )
  }
  if (newest > 0 && newest < major) {
    throw new StartError(
      'DATA_OLDER',
      `${place} holds a database of PostgreSQL ${newest}; this release brings ${major} and cannot convert it.`,
    )
  }
  return path.join(place, String(major))
}

/** Makes `folder` belong to the account that runs Postgres. */
export async function giveTo(account: Account | undefined, folder: string): Promise<void> {
  if (account) await chown(folder, account.uid, account.gid)
}

const fits = (run: string) => Buffer.byteLength(path.join(run, `.s.PGSQL.${PORT}`)) <= LONGEST_SOCKET_PATH

async function isPresent(file: string): Promise<boolean> {
  try {
    await lstat(file)
    return true
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false
    throw new StartError('DATA_NOT_YOURS', `${file} cannot be used by this user`, { cause: error })
  }
}

async function makeElsewhere(pg: string, systemFolder: string): Promise<void> {
  await mkdir(systemFolder, { recursive: true, mode: 0o755 })
  const place = path.join(systemFolder, `database-${randomBytes(4).toString('hex')}`)
  await mkdir(place, { mode: 0o711 })
  await symlink(place, pg)
}

/** Lets others pass through a folder of root's without seeing what is in it. */
async function letWalkThrough(folder: string): Promise<void> {
  const { mode, uid } = await stat(folder)
  if (uid === 0) await chmod(folder, (mode & 0o777) | 0o011)
}

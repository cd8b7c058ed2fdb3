// The database cluster on disk: made whole or not at all, and opened only to this server.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isSystemError, StartError, syncFolder } from '../data-folder/index.ts'
import { type Account, ownName } from './account.ts'
import type { Binaries } from './binaries.ts'
import { giveTo } from './placement.ts'

/** The superuser of the cluster and the one database of the product. */
export const USER = 'postgres'
export const DATABASE = 'soroka'

/** How the programs of PostgreSQL are run: under which account, in which folder, with which environment. */
export function programOptions(binaries: Binaries, account: Account | undefined, cwd: string) {
  const linker = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'
  return {
    uid: account?.uid,
    gid: account?.gid,
    cwd,
    env: {
      PATH: process.env['PATH'],
      LC_ALL: 'C',
      TZ: 'UTC',
      ...(binaries.libraryPath ? { [linker]: binaries.libraryPath } : {}),
    },
  }
}

/** Makes the cluster at `data` with an empty database in it, unless there is one. */
export async function ensureCluster(data: string, binaries: Binaries, account: Account | undefined): Promise<void> {
  if (await isCluster(data)) return
  const unfinished = `${data}.unfinished` // of an earlier start that was killed half way, or new
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await giveTo(account, unfinished)
  const options = programOptions(binaries, account, unfinished)
  const bin = path.join(binaries.folder, 'bin')
  await run(path.join(bin, 'initdb'), [...INITDB, '-D', unfinished], options)
  await run(
    path.join(bin, 'postgres'),
    ['--single', '-D', unfinished, '-c', 'log_min_messages=fatal', 'template1'],
    options,
    `CREATE DATABASE ${DATABASE}\n`,
  )
  await rename(unfinished, data)
  await syncFolder(path.dirname(data))
}

const INITDB = [
  '--username',
  USER,
  '--auth=peer',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  '--no-instructions',
]

/**
 * Says who may connect: over the socket, this server's user and the one that Postgres runs under, as the system
 * attests them (peer authentication: there is no password to lose). Written at each start: the users may have changed.
 */
export async function writeAccess(data: string, account: Account | undefined): Promise<void> {
  const users = [...new Set([ownName(), account?.name ?? ownName()])]
  const files = {
    'pg_hba.conf': `local all all peer map=soroka\nlocal replication all peer map=soroka\n`,
    'pg_ident.conf': users.map((user) => `soroka "${user}" ${USER}\n`).join(''),
  }
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(data, name)
    await writeFile(file, text, { mode: 0o600 })
    await giveTo(account, file)
  }
}

async function isCluster(data: string): Promise<boolean> {
  try {
    await access(path.join(data, 'PG_VERSION'))
    return true
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false
    throw new StartError('DATA_NOT_YOURS', `${data} cannot be used by this user`, { cause: error })
  }
}

async function run(
  program: string,
  args: string[],
  options: ReturnType<typeof programOptions>,
  input = '',
): Promise<void> {
  const child = spawn(program, args, { ...options, stdio: ['pipe', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  child.stdin.on('error', () => undefined) // it ended early; the exit code tells
  child.stdin.end(input)
  const [code] = await once(child, 'close')
  if (code === 0) return
  throw new StartError('POSTGRES_FAILED', `${path.basename(program)} failed (${code}): ${complaint.trim()}`)
}

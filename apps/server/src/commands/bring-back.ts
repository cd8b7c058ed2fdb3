import { lstat, mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { ArchiveReader } from '../platform/archive/index.ts'
import { CopyError, Progress, refuseUnlessEmpty, withClient } from '../platform/copying/index.ts'
import { forgetMove, isSystemError, openDataFolder, syncFolder } from '../platform/data-folder/index.ts'
import { migrateDatabase } from '../platform/db/index.ts'
import type { DatabaseAddress } from '../platform/db/index.ts'
import { migrateJobs } from '../platform/jobs/index.ts'
import type { Log } from '../platform/log/index.ts'
import { startEmbeddedPostgres } from '../platform/postgres/index.ts'
import { beginEra } from './new-era.ts'

export interface RestoreOptions {
  /** The opened archive. */
  readonly tar: Readable
  /** The data folder that it becomes. */
  readonly folder: string
  /** An empty database for the rows; undefined: the data folder gets one. */
  readonly url?: string | undefined
  /** What is there already is put aside, under other names; without this it is refused. */
  readonly replace: boolean
  readonly log: Log
  readonly say: (line: string, isLast: boolean) => void
}

/** What a data folder consists of. */
const parts = ['pg', 'files', 'secrets.json'] as const

/**
 * Makes a data folder of a backup: beside first, and all of it compared, before anything that is there gives way.
 * @returns what was put aside
 * @throws CopyError, StartError DATA_IN_USE while a server runs there
 */
export async function bringBack({ tar, folder, url, replace, log, say }: RestoreOptions): Promise<string[]> {
  const opened = await openDataFolder(folder)
  const beside = path.join(folder, '.restoring')
  try {
    const there = await presentParts(folder)
    if (there.length > 0 && !replace)
      throw new CopyError('NOT_EMPTY', `${folder} holds data: ${there.join(', ')}. With --replace it is put aside.`)
    const archive = await ArchiveReader.open(tar)
    await rm(beside, { recursive: true, force: true }) // of one that was broken off
    await mkdir(beside, { mode: 0o711 })
    await withTarget({ url, beside, log }, async (address) => {
      const { migrations, shape } = archive.manifest
      if (url !== undefined) await withClient(address, (client) => refuseUnlessEmpty(client, 'The database', shape))
      await migrateDatabase(address, { count: migrations })
      await migrateJobs(address, log)
      const progress = new Progress(
        shape.tables.reduce((sum, { bytes }) => sum + bytes, 1),
        say,
      )
      await withClient(address, (client) => archive.fillDatabase(client, progress, beginEra))
      const files = await archive.readFiles(beside, progress)
      progress.finish(`${shape.tables.length} tables, ${files.length} files, all as they were`)
    })
    const aside = await putAside(folder, there)
    for (const part of await presentParts(beside)) await rename(path.join(beside, part), path.join(folder, part))
    await forgetMove(folder)
    await syncFolder(folder)
    return aside
  } finally {
    await rm(beside, { recursive: true, force: true })
    opened.close()
  }
}

/** The database that the rows go to: one elsewhere, or the embedded one of the folder that is being made. */
async function withTarget(
  { url, beside, log }: { readonly url: string | undefined; readonly beside: string; readonly log: Log },
  use: (address: DatabaseAddress) => Promise<void>,
): Promise<void> {
  if (url !== undefined) return use({ url })
  const postgres = await startEmbeddedPostgres({ folder: beside, log })
  return use(postgres).finally(() => postgres.stop())
}

async function presentParts(folder: string): Promise<string[]> {
  const found: string[] = []
  for (const part of parts)
    try {
      await lstat(path.join(folder, part))
      found.push(part)
    } catch (error) {
      if (!isSystemError(error, 'ENOENT')) throw error
    }
  return found
}

async function putAside(folder: string, names: readonly string[]): Promise<string[]> {
  const old = `old-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}Z`
  for (const name of names) await rename(path.join(folder, name), path.join(folder, `${name}.${old}`))
  return names.map((name) => path.join(folder, `${name}.${old}`))
}

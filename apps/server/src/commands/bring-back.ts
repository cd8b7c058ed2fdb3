import { createReadStream } from 'node:fs'
import { lstat, mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { ArchiveReader, unseal } from '../platform/archive/index.ts'
import { CopyError, Progress, withClient } from '../platform/copying/index.ts'
import { forgetMove, isSystemError, openDataFolder, syncFolder } from '../platform/data-folder/index.ts'
import { migrateDatabase } from '../platform/db/index.ts'
import { migrateJobs } from '../platform/jobs/index.ts'
import type { Log } from '../platform/log/index.ts'
import { startEmbeddedPostgres } from '../platform/postgres/index.ts'
import { beginEra } from './new-era.ts'

export interface RestoreOptions {
  readonly file: string
  /** The key of the backups; AGE-SECRET-KEY-… */
  readonly identity: string
  /** The data folder that it becomes. */
  readonly folder: string
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
export async function bringBack({ file, identity, folder, replace, log, say }: RestoreOptions): Promise<string[]> {
  const opened = await openDataFolder(folder)
  const beside = path.join(folder, '.restoring')
  try {
    const there = await presentParts(folder)
    if (there.length > 0 && !replace)
      throw new CopyError('NOT_EMPTY', `${folder} holds data: ${there.join(', ')}. With --replace it is put aside.`)
    const archive = await ArchiveReader.open(await unseal(createReadStream(file), identity))
    await rm(beside, { recursive: true, force: true }) // of one that was broken off
    await mkdir(beside, { mode: 0o711 })
    const postgres = await startEmbeddedPostgres({ folder: beside, log })
    try {
      await migrateDatabase(postgres, { count: archive.manifest.migrations })
      await migrateJobs(postgres, log)
      const progress = new Progress(
        archive.manifest.shape.tables.reduce((sum, { bytes }) => sum + bytes, 1),
        say,
      )
      await withClient(postgres, (client) => archive.fillDatabase(client, progress, beginEra))
      const files = await archive.readFiles(beside, progress)
      progress.finish(`${archive.manifest.shape.tables.length} tables, ${files.length} files, all as they were`)
    } finally {
      await postgres.stop()
    }
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

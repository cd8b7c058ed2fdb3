import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FileId } from '@soroka/protocol'
import type { Client } from 'pg'
import { ArchiveReader, makeKeyPair, seal, unseal, writeArchive } from '../platform/archive/index.ts'
import { CopyError, Progress, sizeOf, withClient, withSnapshot } from '../platform/copying/index.ts'
import { isSystemError, lockFolder, syncFolder } from '../platform/data-folder/index.ts'
import { migrateDatabase } from '../platform/db/index.ts'
import type { DatabaseAddress } from '../platform/db/index.ts'
import { nameOf } from '../platform/files/index.ts'
import { migrateJobs } from '../platform/jobs/index.ts'
import type { Log } from '../platform/log/index.ts'
import { withDatabase } from './reach-database.ts'

export interface BackupOptions {
  readonly address: DatabaseAddress
  /** The data folder: sealed files and secrets. */
  readonly folder: string
  /** The sealed files lie in a bucket, not in the data folder. */
  readonly hasBucket: boolean
  /** Where backups go. */
  readonly to: string
  /** Whose key opens them; age1… */
  readonly recipient: string
  /** All but so many of the newest are deleted, once this one is proven. */
  readonly keep: number | undefined
  readonly log: Log
  readonly say: (line: string, isLast: boolean) => void
  readonly now?: () => Date
}

const backupName = /^soroka-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.soroka\.age$/

/**
 * Writes everything into one sealed file and proves it: opens it, restores the database beside the real one, and
 * compares all rows and files. What fails that is thrown away. Soroka may go on running meanwhile.
 * @returns the file
 * @throws CopyError, StartError DATA_IN_USE when another backup runs
 */
export async function backUp(options: BackupOptions): Promise<string> {
  const { to, keep, recipient, say, now = () => new Date() } = options
  await mkdir(to, { recursive: true, mode: 0o700 })
  const lock = await lockFolder(to)
  const file = path.join(to, `soroka-${now().toISOString().slice(0, 19).replaceAll(':', '-')}Z.soroka.age`)
  const part = `${file}.part`
  try {
    // Of one that was killed; nobody else writes here while we hold the lock.
    for (const name of await readdir(to)) if (name.endsWith('.age.part')) await rm(path.join(to, name))
    // Sealed to the owner's key and to one that lives for this proof only.
    const once = await makeKeyPair()
    await write(options, part, [recipient, once.recipient])
    await prove(options, part, once.identity)
    await rename(part, file)
    await syncFolder(to)
    if (keep !== undefined)
      for (const old of (await listBackups(to)).slice(keep)) await rm(path.join(to, old), { force: true })
    say(`✓ ${file}, ${sizeOf((await stat(file)).size)}, proven`, true)
    return file
  } finally {
    await rm(part, { force: true })
    lock.release()
  }
}

/** The names of the backups in a folder, the newest first. */
export async function listBackups(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => backupName.test(name)).sort((a, b) => b.localeCompare(a))
}

/** When a backup was begun, by its name. */
export function timeOf(name: string): number {
  const [, day = '', hours = '', minutes = '', seconds = ''] =
    /^soroka-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z/.exec(name) ?? []
  return Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`)
}

async function write(options: BackupOptions, part: string, recipients: readonly string[]): Promise<void> {
  const { address, folder, hasBucket, say } = options
  await withClient(address, (client) =>
    withSnapshot(client, async (snapshot) => {
      const progress = new Progress(
        snapshot.shape.tables.reduce((sum, { bytes }) => sum + bytes, await bytesBelow(path.join(folder, 'files'))),
        say,
      )
      const { rows } = await client.query<{ n: number }>('select count(*)::int as n from drizzle.__drizzle_migrations')
      const tar = writeArchive({
        manifest: {
          format: 'soroka archive 1',
          at: new Date().toISOString(),
          migrations: rows[0]?.n ?? 0,
          hasFiles: !hasBucket,
          shape: snapshot.shape,
        },
        snapshot,
        folder,
        names: hasBucket ? ['secrets.json'] : ['secrets.json', 'files'],
        progress,
      })
      await pipeline(await seal(tar, recipients), createWriteStream(part, { mode: 0o600, flush: true }))
      progress.finish('written')
    }),
  )
}

/** @throws CopyError when what lies in the file is not what was backed up */
async function prove({ address, log, say }: BackupOptions, part: string, identity: string): Promise<void> {
  await withClient(address, async (client) => {
    const scratch = `${client.database ?? 'soroka'}_backup_check`
    const beside = withDatabase(address, scratch)
    const drop = `drop database if exists "${scratch}" with (force)`
    await client.query(drop)
    await client.query(`create database "${scratch}" template template0`)
    try {
      const archive = await ArchiveReader.open(await unseal(createReadStream(part), identity))
      await migrateDatabase(beside, { count: archive.manifest.migrations })
      await migrateJobs(beside, log)
      const { tables } = archive.manifest.shape
      const size = (await stat(part)).size
      const progress = new Progress(
        Math.max(
          size,
          tables.reduce((sum, { bytes }) => sum + bytes, 0),
        ),
        say,
      )
      const named = await withClient(beside, async (restored) => {
        await archive.fillDatabase(restored, progress, () => Promise.resolve())
        return archive.manifest.hasFiles ? namesOfFiles(restored) : []
      })
      const held = new Set(await archive.readFiles(undefined, progress))
      const lost = ['secrets.json', ...named].filter((name) => !held.has(name))
      if (lost.length > 0) throw new CopyError('DIFFERENT', `The backup does not hold ${lost.slice(0, 5).join(', ')}.`)
      progress.finish(`proven by a restore: ${tables.length} tables, ${held.size} files`)
    } finally {
      await client.query(drop)
    }
  })
}

/** Where in the data folder the files lie that messages may show. */
async function namesOfFiles(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ id: FileId }>(
    'select id from files where whole_at is not null and gone_at is null',
  )
  return rows.map(({ id }) => `files/${nameOf(id).slice(0, 2)}/${nameOf(id)}`)
}

async function bytesBelow(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return []
    throw error
  })
  let bytes = 0
  for (const file of files) if (file.isFile()) bytes += (await stat(path.join(file.parentPath, file.name))).size
  return bytes
}

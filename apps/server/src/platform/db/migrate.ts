import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import * as z from 'zod/mini'
import { StartError } from '../data-folder/index.ts'
import { connect } from './database.ts'
import type { DatabaseAddress } from './database.ts'

const folder = fileURLToPath(new URL('../../../migrations', import.meta.url))
/** Any constant: the nodes of one installation wait for each other on it. */
export const migrationLock = 7_306_001

export interface MigrationOptions {
  /** Only the first so many migrations, as a release of before would have. */
  readonly count?: number
  /** How often a table that is in use is waited for, a second each. */
  readonly tries?: number
}

/**
 * Brings the tables up to date, all of it or nothing. Safe on several nodes at once, and while they work: it waits for a
 * lock for one second, and lets everybody pass who queued behind it before it tries again.
 * @throws StartError DATABASE_BUSY when a table is in use for too long, with who uses it
 */
export async function migrateDatabase(address: DatabaseAddress, options: MigrationOptions = {}): Promise<void> {
  const { count, tries = 20 } = options
  const client = connect(address, { max: 1, statementTimeout: 0 })
  const chosen = count === undefined ? undefined : await firstMigrations(count)
  try {
    await client`select pg_advisory_lock(${migrationLock})`
    await client`set lock_timeout = '1s'`
    for (let left = tries; !(await tryToMigrate(client, chosen ?? folder)); left--) {
      if (left <= 1) throw await busy(client)
      await pause(500 + Math.random() * 1000)
    }
  } finally {
    await client.end({ timeout: 2 })
    if (chosen !== undefined) await rm(chosen, { recursive: true })
  }
}

/** @returns false when a table was in use */
async function tryToMigrate(client: postgres.Sql, migrationsFolder: string): Promise<boolean> {
  try {
    await migrate(drizzle(client), { migrationsFolder })
    return true
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    if (cause instanceof postgres.PostgresError && cause.code === '55P03') return false
    throw error
  }
}

async function busy(client: postgres.Sql): Promise<StartError> {
  const holders = await client<{ who: string }[]>`
    select format('pid %s (%s) since %s', pid, coalesce(nullif(application_name, ''), usename), date_trunc('second', xact_start)) as who
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null order by xact_start limit 3`
  const whom = holders.map(({ who }) => who).join(', ')
  return new StartError(
    'DATABASE_BUSY',
    `The tables can't be brought up to date: one that has to change is in use. Transactions that run: ${whom || 'none now'}. Nothing was changed.`,
  )
}

const Journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) })

/** A folder like ours that knows of the first ones only. */
async function firstMigrations(count: number): Promise<string> {
  const part = await mkdtemp(path.join(tmpdir(), 'soroka-migrations-'))
  const journal = Journal.parse(JSON.parse(await readFile(path.join(folder, 'meta/_journal.json'), 'utf8')))
  const entries = journal.entries.slice(0, count)
  await mkdir(path.join(part, 'meta'))
  await writeFile(path.join(part, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }))
  for (const { tag } of entries) await symlink(path.join(folder, `${tag}.sql`), path.join(part, `${tag}.sql`))
  return part
}

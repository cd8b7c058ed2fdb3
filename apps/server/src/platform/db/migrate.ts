import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { connect } from './database.ts'
import type { DatabaseAddress } from './database.ts'

const folder = fileURLToPath(new URL('../../../migrations', import.meta.url))
/** Any constant: the nodes of one installation wait for each other on it. */
export const migrationLock = 7_306_001

/**
 * Brings the tables up to date. Safe on several nodes at once; never waits over 5 s for a table that is in use.
 * @param count only the first so many migrations, as a release of before would have
 */
export async function migrateDatabase(address: DatabaseAddress, count?: number): Promise<void> {
  const client = connect(address, { max: 1, statementTimeout: 0 })
  const chosen = count === undefined ? undefined : await firstMigrations(count)
  try {
    await client`select pg_advisory_lock(${migrationLock})`
    await client`set lock_timeout = '5s'`
    await migrate(drizzle(client), { migrationsFolder: chosen ?? folder })
  } finally {
    await client.end({ timeout: 2 })
    if (chosen !== undefined) await rm(chosen, { recursive: true })
  }
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

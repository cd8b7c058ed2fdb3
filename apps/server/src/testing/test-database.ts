import { randomBytes } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { connect, migrateDatabase } from '../platform/db/index.ts'
import type { DatabaseAddress } from '../platform/db/index.ts'
import { startEmbeddedPostgres } from '../platform/postgres/index.ts'
import type { EmbeddedPostgres } from '../platform/postgres/index.ts'
import { migrateJobs } from '../platform/jobs/index.ts'
import { createLog } from '../platform/log/index.ts'

export interface TestDatabase {
  readonly address: DatabaseAddress
  drop(): Promise<void>
}

/** The database with all tables that the others of a test run are copied from. */
const TEMPLATE = 'soroka_template'

/** Starts the Postgres of a test run, with a database to copy from. */
export async function startTestPostgres(folder: string): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ folder, log: createLog('error'), forgetful: true })
  const admin = connect({ ...postgres, database: 'postgres' }, { max: 1 })
  await admin.unsafe(`CREATE DATABASE ${TEMPLATE}`)
  await admin.end({ timeout: 2 })
  const template = { ...postgres, database: TEMPLATE }
  await migrateDatabase(template)
  await migrateJobs(template, createLog('error'))
  return postgres
}

/**
 * A database without rows: in the Postgres that the test run started (its socket folder is SOROKA_TEST_POSTGRES), or
 * where there is none, in one of its own under `folder`.
 */
export async function testDatabase(folder: string): Promise<TestDatabase> {
  const socketDir = process.env['SOROKA_TEST_POSTGRES']
  if (socketDir === undefined || socketDir === '') return databaseAlone(folder)
  const server = { socketDir, port: 5432, user: 'postgres' }
  const database = `test_${randomBytes(6).toString('hex')}`
  const admin = connect({ ...server, database: 'postgres' }, { max: 1 })
  await admin.unsafe(`CREATE DATABASE ${database} TEMPLATE ${TEMPLATE}`)
  return {
    address: { ...server, database },
    drop: async () => {
      await admin.unsafe(`DROP DATABASE ${database} WITH (FORCE)`)
      await admin.end({ timeout: 2 })
    },
  }
}

/** An empty database in a Postgres of its own. */
export async function databaseAlone(folder: string): Promise<TestDatabase> {
  // As root, Postgres runs as another user, who must get through.
  await chmod(folder, 0o711)
  const postgres = await startEmbeddedPostgres({ folder, log: createLog('error'), forgetful: true })
  return { address: postgres, drop: () => postgres.stop() }
}

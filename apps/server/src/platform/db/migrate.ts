import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { fileURLToPath } from 'node:url'
import { connect } from './database.ts'
import type { DatabaseAddress } from './database.ts'

const folder = fileURLToPath(new URL('../../../migrations', import.meta.url))
/** Any constant: the nodes of one installation wait for each other on it. */
export const migrationLock = 7_306_001

/** Brings the tables up to date. Safe on several nodes at once; never waits over 5 s for a table that is in use. */
export async function migrateDatabase(address: DatabaseAddress): Promise<void> {
  const client = connect(address, { max: 1, statementTimeout: 0 })
  try {
    await client`select pg_advisory_lock(${migrationLock})`
    await client`set lock_timeout = '5s'`
    await migrate(drizzle(client), { migrationsFolder: folder })
  } finally {
    await client.end({ timeout: 2 })
  }
}

import { randomBytes } from 'node:crypto'
import { connect, migrateDatabase, openDatabase } from '../platform/db/index.ts'
import type { Database, DatabaseAddress } from '../platform/db/index.ts'

/** An empty, migrated database for one test file; dropped by `drop`. */
export interface ScratchDatabase extends Database {
  readonly address: DatabaseAddress
  drop(): Promise<void>
}

export async function scratchDatabase(): Promise<ScratchDatabase> {
  const server = { socketDir: process.env['SOROKA_TEST_POSTGRES'] ?? '', port: 5432, user: 'postgres' }
  const name = `scratch_${randomBytes(6).toString('hex')}`
  const admin = connect({ ...server, database: 'postgres' }, { max: 1 })
  await admin.unsafe(`CREATE DATABASE ${name}`)
  const address = { ...server, database: name }
  await migrateDatabase(address)
  const database = openDatabase(address)
  return {
    ...database,
    address,
    drop: async () => {
      await database.close()
      await admin.unsafe(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.end({ timeout: 2 })
    },
  }
}

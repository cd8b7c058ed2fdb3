import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDatabase, openDatabase } from '../platform/db/index.ts'
import type { Database, DatabaseAddress } from '../platform/db/index.ts'
import { testDatabase } from './test-database.ts'

/** An empty database with all tables, for tests of a feature without its server. */
export interface ScratchDatabase extends Database {
  readonly address: DatabaseAddress
  drop(): Promise<void>
}

export async function scratchDatabase(): Promise<ScratchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'soroka-test-'))
  const { address, drop } = await testDatabase(folder)
  await migrateDatabase(address)
  const database = openDatabase(address)
  return {
    ...database,
    address,
    drop: async () => {
      await database.close()
      await drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

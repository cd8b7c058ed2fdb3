import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDatabase, openDatabase } from '../platform/db/index.ts'
import type { Database, DatabaseAddress } from '../platform/db/index.ts'
import { databaseAlone, testDatabase } from './test-database.ts'

/** An empty database with all tables, for tests of a feature without its server. */
export interface ScratchDatabase extends Database {
  readonly address: DatabaseAddress
  drop(): Promise<void>
}

export interface DatabaseChoice {
  /** In a Postgres of its own: a cursor (R12) waits for open transactions, in the databases of other tests too. */
  readonly alone?: boolean
}

export async function scratchDatabase({ alone = false }: DatabaseChoice = {}): Promise<ScratchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'soroka-test-'))
  const { address, drop } = await (alone ? databaseAlone(folder) : testDatabase(folder))
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

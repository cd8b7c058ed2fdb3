import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDatabase, openDatabase } from '../platform/db/index.ts'
import type { Database, DatabaseAddress } from '../platform/db/index.ts'
import { createLog } from '../platform/log/index.ts'
import { startEmbeddedPostgres } from '../platform/postgres/index.ts'

/** An empty, migrated database of its own, on an embedded Postgres of its own. */
export interface ScratchDatabase extends Database {
  readonly address: DatabaseAddress
  /** Process id of its postgres. */
  pid(): number | undefined
  drop(): Promise<void>
}

/** Starts in about a second; `folder` is made and removed again. */
export async function scratchDatabase(): Promise<ScratchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), `soroka-${randomBytes(3).toString('hex')}-`))
  const postgres = await startEmbeddedPostgres({ folder, log: createLog('error') })
  const { socketDir, port, user, database: name } = postgres
  const address = { socketDir, port, user, database: name }
  await migrateDatabase(address)
  const database = openDatabase(address)
  return {
    ...database,
    address,
    pid: () => postgres.pid(),
    drop: async () => {
      await database.close()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

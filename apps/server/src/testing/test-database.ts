import { randomBytes } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { connect } from '../platform/db/index.ts'
import type { DatabaseAddress } from '../platform/db/index.ts'
import { startEmbeddedPostgres } from '../platform/postgres/index.ts'
import { createLog } from '../platform/log/index.ts'

export interface TestDatabase {
  readonly address: DatabaseAddress
  drop(): Promise<void>
}

/**
 * An empty database: in the Postgres that the test run started (its socket folder is SOROKA_TEST_POSTGRES), or where
 * there is none, in one of its own under `folder`.
 */
export async function testDatabase(folder: string): Promise<TestDatabase> {
  const socketDir = process.env['SOROKA_TEST_POSTGRES']
  if (socketDir === undefined || socketDir === '') {
    // As root, Postgres runs as another user, who must get through.
    await chmod(folder, 0o711)
    const postgres = await startEmbeddedPostgres({ folder, log: createLog('error') })
    return { address: postgres, drop: () => postgres.stop() }
  }
  const server = { socketDir, port: 5432, user: 'postgres' }
  const database = `test_${randomBytes(6).toString('hex')}`
  const admin = connect({ ...server, database: 'postgres' }, { max: 1 })
  await admin.unsafe(`CREATE DATABASE ${database}`)
  return {
    address: { ...server, database },
    drop: async () => {
      await admin.unsafe(`DROP DATABASE ${database} WITH (FORCE)`)
      await admin.end({ timeout: 2 })
    },
  }
}

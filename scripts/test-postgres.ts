// vitest's global set-up: one embedded Postgres for all test files, each of which makes databases of its own in it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startTestPostgres } from '../apps/server/src/testing/test-database.ts'

/**
 * Sets SOROKA_TEST_POSTGRES to the folder of its socket; returns how to end it. Where it is set already, whoever started
 * this run shares one among many, and ends it.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if ((process.env['SOROKA_TEST_POSTGRES'] ?? '') !== '') return undefined
  const folder = await mkdtemp(path.join(tmpdir(), 'soroka-tests-'))
  const postgres = await startTestPostgres(folder)
  process.env['SOROKA_TEST_POSTGRES'] = postgres.socketDir
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

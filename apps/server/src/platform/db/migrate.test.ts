import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../testing/test-database.ts'
import { connect, migrateDatabase } from './index.ts'

/** A database of an older release, with so many migrations. */
async function olderDatabase(count: number) {
  const folder = await mkdtemp(path.join(tmpdir(), 'soroka-migrate-'))
  const { address, drop } = await testDatabase(folder)
  if ('url' in address) throw new Error('it has a socket')
  const older = { ...address, database: `${address.database}_older` }
  const admin = connect(address, { max: 1 })
  await admin.unsafe(`CREATE DATABASE ${older.database}`)
  onTestFinished(async () => {
    await admin.unsafe(`DROP DATABASE ${older.database} WITH (FORCE)`)
    await admin.end({ timeout: 2 })
    await drop()
    await rm(folder, { recursive: true })
  })
  await migrateDatabase(older, { count })
  const sql = connect(older, { max: 4 })
  onTestFinished(() => sql.end({ timeout: 2 }))
  return { address: older, sql }
}

test('a migration that waits for a lock gives up in words and holds nobody up for over a second; the next one gets through', async () => {
  const { address, sql } = await olderDatabase(7)
  const { promise: wish, resolve: letGo } = Promise.withResolvers<undefined>()
  const { promise: reads, resolve: tellReads } = Promise.withResolvers<undefined>()
  const reader = sql.begin(async (tx) => {
    await tx`select count(*) from scheduled_messages`
    tellReads(undefined)
    await wish
  })
  await reads
  let slowest = 0
  const over = new AbortController()
  const service = (async () => {
    while (!over.signal.aborted) {
      const begun = performance.now()
      await sql`select count(*) from scheduled_messages`
      slowest = Math.max(slowest, performance.now() - begun)
      await pause(20)
    }
  })()
  const migration = migrateDatabase(address, { tries: 2 })
  await expect(migration).rejects.toMatchObject({ code: 'DATABASE_BUSY', message: expect.stringContaining('pid') })
  over.abort()
  await service
  expect(slowest).toBeGreaterThan(500) // it did stand in the way
  expect(slowest).toBeLessThan(3000)
  const waiting = migrateDatabase(address)
  await pause(300)
  letGo(undefined)
  await reader
  await waiting
  expect(await sql`select count(*)::int as n from calls`).toEqual([{ n: 0 }])
})

import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { scratchDatabase } from '../../testing/scratch-database.ts'
import { openDatabase } from './index.ts'

// What is thrown where nobody can catch it would fail this run, as it would end a server.
test('a connection that is closed between two statements of a transaction fails it, and is good for others again', async () => {
  const { address, drop } = await scratchDatabase()
  const database = openDatabase(address)
  const { sql } = database
  for (let round = 0; round < 12; round++) {
    const later = Promise.withResolvers<unknown>()
    const transaction = sql.begin(async (tx) => {
      const [{ pid } = { pid: 0 }] = await tx<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
      await sql`SELECT pg_terminate_backend(${pid})`
      await pause(50)
      later.resolve(tx`SELECT 1`.catch((error: unknown) => error))
      await later.promise
    })
    await expect(transaction).rejects.toThrow()
    expect(await later.promise).toMatchObject({ code: 'CONNECTION_CLOSED' })
  }
  const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => sql`SELECT ${i}::int AS i`))
  expect(answers.map(([row]) => row?.['i'])).toEqual(Array.from({ length: 40 }, (_, i) => i))
  await database.close()
  await drop()
})

import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { sql as statement } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { scratchDatabase } from '../../testing/scratch-database.ts'
import { openDatabase, poolSizes } from './index.ts'
import type { PoolName } from './index.ts'

const authenticated = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0])
const ready = Buffer.from([0x5a, 0, 0, 0, 5, 0x49])

/** Greets as Postgres does, and is gone at the first word after that. */
const dying = createServer((socket) => {
  socket.on('error', () => undefined)
  socket.once('data', () => {
    socket.write(Buffer.concat([authenticated, ready]))
    socket.once('data', () => socket.destroy())
  })
})

afterEach(() => dying.close())

// An unhandled rejection would fail this run, as it would end a server.
test('a database that dies just after its greeting fails the statement and nothing else', async () => {
  await new Promise<void>((done) => dying.listen(0, '127.0.0.1', done))
  const { port } = dying.address() as AddressInfo
  const database = openDatabase({ url: `postgres://soroka@127.0.0.1:${port}/soroka` })
  await expect(database.ping()).rejects.toThrow()
  await database.close()
})

test('a statement is watched from its beginning to its end, in every pool, in transactions, and without its values', async () => {
  const { address, drop } = await scratchDatabase()
  const seen: string[] = []
  const watch = (pool: PoolName) => (text: readonly string[]) => {
    const name = `${pool}: ${text.join('$')}`
    seen.push(name)
    return (error?: unknown) => void seen.push(`${name} ${error instanceof Error ? 'failed' : 'done'}`)
  }
  const { db, sql, lanes, close } = openDatabase(address, poolSizes, watch)
  const part = sql`SELECT ${'PLANTED'}::text AS said`
  expect(await sql`${part} LIMIT 1`).toEqual([{ said: 'PLANTED' }])
  expect(await db.execute(statement`SELECT ${'PLANTED'}::text AS said`)).toEqual([{ said: 'PLANTED' }])
  await lanes.begin(async (tx) => {
    await tx`SELECT 1`
    await tx.savepoint(async (inner) => await inner`SELECT 2`)
  })
  await expect(sql`SELECT nothing`).rejects.toThrow('nothing')
  await expect(db.transaction((tx) => tx.execute(statement`SELECT nothing`))).rejects.toThrow()
  expect(seen).toEqual([
    'raw: $ LIMIT 1',
    'raw: $ LIMIT 1 done',
    'drizzle: SELECT $1::text AS said',
    'drizzle: SELECT $1::text AS said done',
    'lanes: SELECT 1',
    'lanes: SELECT 1 done',
    'lanes: SELECT 2',
    'lanes: SELECT 2 done',
    'raw: SELECT nothing',
    'raw: SELECT nothing failed',
    'drizzle: SELECT nothing',
    'drizzle: SELECT nothing failed',
  ])
  await close()
  await drop()
})

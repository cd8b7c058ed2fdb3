import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { scratchDatabase } from '../../testing/scratch-database.ts'
import { connect, waitingForDatabase } from './index.ts'

/** A way to a database that breaks off so many connections when they ask something. */
async function shakyWay(breaks: number) {
  const { address, drop } = await scratchDatabase()
  if ('url' in address) throw new Error('it has no socket')
  const folder = await mkdtemp(join(tmpdir(), 'soroka-way-'))
  const name = `.s.PGSQL.${address.port}`
  let left = breaks
  const door = createServer((near) => {
    const far = createConnection(join(address.socketDir, name))
    far.pipe(near)
    near.on('data', (bytes) => {
      if (bytes.includes('SELECT') && left-- > 0) near.destroy()
      else far.write(bytes)
    })
    near.on('error', () => undefined).once('close', () => far.destroy())
    far.on('error', () => near.destroy())
  })
  door.listen(join(folder, name))
  onTestFinished(async () => {
    door.close()
    await drop()
    await rm(folder, { recursive: true, force: true })
  })
  return { ...address, socketDir: folder }
}

const ask = async (address: Awaited<ReturnType<typeof shakyWay>>, statement: string) => {
  const client = connect(address, { max: 1 })
  try {
    return await client.unsafe(statement)
  } finally {
    await client.end({ timeout: 1 })
  }
}

test('what begins while the database goes away begins again', async () => {
  const address = await shakyWay(2)
  const told: unknown[] = []
  const rows = await waitingForDatabase(
    () => ask(address, 'SELECT 7 AS seven'),
    (error) => told.push(error),
  )
  expect(rows).toMatchObject([{ seven: 7 }])
  expect(told).toHaveLength(2)
}, 30_000)

test('what no waiting mends is thrown at once', async () => {
  const address = await shakyWay(0)
  const told: unknown[] = []
  const work = waitingForDatabase(
    () => ask(address, 'SELECT nothing'),
    (error) => told.push(error),
  )
  await expect(work).rejects.toMatchObject({ code: '42703' })
  expect(told).toEqual([])
})

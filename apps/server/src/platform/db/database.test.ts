import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openDatabase } from './index.ts'

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

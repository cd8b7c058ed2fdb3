import { randomBytes } from 'node:crypto'
import { limits } from '@soroka/protocol'
import type { VaultEntry } from '@soroka/protocol/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { randomId } from '../../testing/people.ts'
import { TestSocket } from '../../testing/test-socket.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const someone = () => new TestClient(server).signUp()
const seal = (text: string) => Buffer.from(text).toString('base64url')
const valueOf = (entry: VaultEntry) => Number(Buffer.from(entry.sealed, 'base64url').toString().split(' ')[0])
const put = (who: TestClient, key: string, version: number, sealed: string) =>
  who.ask<{ rev: number; data: { entry: VaultEntry | null } }>(`/account/vault/${key}`, {
    method: 'PUT',
    body: { version, sealed },
  })
const list = async (who: TestClient, after?: number) =>
  (
    await who.ask<{ entries: VaultEntry[]; more: boolean }>(
      `/account/vault${after === undefined ? '' : `?after=${after}`}`,
    )
  ).body

test('R22 an entry is written by compare-and-set; who lost gets what stands there', async () => {
  const anna = await someone()
  const key = randomId()
  expect(await put(anna, key, 2, seal('x'))).toMatchObject({ code: 'CONFLICT', body: { data: { entry: null } } })
  expect(await put(anna, key, 0, seal('x'))).toMatchObject({ code: 'CONFLICT' })
  expect((await put(anna, key, 1, seal('one'))).body).toEqual({ rev: 1 })
  expect((await put(anna, key, 2, seal('two'))).body).toEqual({ rev: 2 })
  const entry = { key, version: 2, rev: 2, sealed: seal('two') }
  for (const version of [0, 1, 2, 4])
    expect(await put(anna, key, version, seal('lost'))).toMatchObject({ status: 409, body: { data: { entry } } })
  expect(await list(anna)).toEqual({ entries: [entry], more: false })
  expect(await list(anna, 2)).toEqual({ entries: [], more: false })
})

test('R22 a write whose answer was lost may be sent again', async () => {
  const anna = await someone()
  const key = randomId()
  expect((await put(anna, key, 1, seal('one'))).body).toEqual({ rev: 1 })
  await put(anna, randomId(), 1, seal('another'))
  expect((await put(anna, key, 1, seal('one'))).body).toEqual({ rev: 1 })
  expect((await list(anna)).entries.map((entry) => entry.rev)).toEqual([1, 2])
})

test('R22 of two devices that count up at once no write is lost', async () => {
  const first = await someone()
  const second = await first.signIn()
  const key = randomId()
  async function count(who: TestClient): Promise<void> {
    let [version, value] = [0, 0]
    for (let done = 0; done < 15;) {
      // Like a real seal it is never the same twice.
      const answer = await put(who, key, version + 1, seal(`${value + 1} ${randomId()}`))
      if (answer.status === 200) [version, value, done] = [version + 1, value + 1, done + 1]
      else {
        const { entry } = answer.body.data
        version = entry?.version ?? 0
        value = entry === null ? 0 : valueOf(entry)
      }
    }
  }
  await Promise.all([count(first), count(second)])
  const { entries } = await list(first)
  expect(entries).toMatchObject([{ key, version: 30, rev: 30 }])
  expect(entries.map(valueOf)).toEqual([30])
})

test('R22 who saw a revision never misses a lower one, however many write at once', async () => {
  const anna = await someone()
  const missed: number[] = []
  let seen = 0
  async function read(): Promise<void> {
    while (seen < 80)
      for (const entry of (await list(anna, seen)).entries) {
        if (entry.rev !== seen + 1) missed.push(entry.rev)
        seen = entry.rev
      }
  }
  async function write(): Promise<void> {
    for (let i = 0; i < 10; i++) expect((await put(anna, randomId(), 1, seal('x'))).status).toBe(200)
  }
  await Promise.all([read(), ...Array.from({ length: 8 }, write)])
  expect({ missed, seen }).toEqual({ missed: [], seen: 80 })
})

test('R22 an empty entry counts and is listed: what was deleted must reach the other devices', async () => {
  const anna = await someone()
  const key = randomId()
  await put(anna, key, 1, seal('one'))
  expect((await put(anna, key, 2, '')).body).toEqual({ rev: 2 })
  expect(await list(anna, 1)).toEqual({ entries: [{ key, version: 2, rev: 2, sealed: '' }], more: false })
})

test('pages hold a megabyte and say whether there is more', async () => {
  const anna = await someone()
  const fit = 1_048_576 / limits.vaultEntryBytes
  const large = randomBytes(limits.vaultEntryBytes).toString('base64url')
  for (let i = 0; i < fit + 8; i++) expect((await put(anna, randomId(), 1, large)).status).toBe(200)
  const first = await list(anna)
  expect(first).toMatchObject({ more: true })
  expect(first.entries).toHaveLength(fit)
  const second = await list(anna, first.entries.at(-1)?.rev)
  expect(second).toMatchObject({ more: false })
  expect([...first.entries, ...second.entries].map((entry) => entry.rev)).toEqual(
    Array.from({ length: fit + 8 }, (_, i) => i + 1),
  )
})

test('the whole vault has an end too; to shrink it is always possible', async () => {
  const anna = await someone()
  const key = randomId()
  await put(anna, key, 1, seal('something'))
  await server.database.sql`
    INSERT INTO vault_entries (user_id, key, version, rev, sealed)
    VALUES (${anna.user}, ${randomId()}, 1, 2, ${Buffer.alloc(limits.vaultBytes - 'something'.length)})`
  expect(await put(anna, key, 2, seal('something more'))).toMatchObject({ code: 'LIMIT_REACHED' })
  expect(await put(anna, randomId(), 1, seal('x'))).toMatchObject({ code: 'LIMIT_REACHED' })
  expect(await put(anna, key, 2, seal('less'))).toMatchObject({ body: { rev: 3 } })
  expect(await put(anna, randomId(), 1, seal('x'))).toMatchObject({ body: { rev: 4 } })
})

test('what is too large, too many or not mine is refused', async () => {
  const [anna, boris] = [await someone(), await someone()]
  const key = randomId()
  const large = randomBytes(limits.vaultEntryBytes + 1).toString('base64url')
  expect(await put(anna, key, 1, large)).toMatchObject({ code: 'BAD_REQUEST' })
  expect(await put(anna, 'not-a-key', 1, seal('x'))).toMatchObject({ code: 'BAD_REQUEST' })
  await put(anna, key, 1, seal('mine'))
  expect(await list(boris)).toEqual({ entries: [], more: false })
  await server.database.sql`
    INSERT INTO vault_entries (user_id, key, version, rev, sealed)
    SELECT ${boris.user}, lpad(i::text, 21, '0') || 'A', 1, i, '' FROM generate_series(1, ${limits.vaultEntries}) i`
  expect(await put(boris, randomId(), 1, seal('x'))).toMatchObject({ code: 'LIMIT_REACHED' })
  expect((await list(boris)).entries).toHaveLength(500)
})

test('R22 the sockets of the person hear the revision, those of others do not', async () => {
  const [anna, boris] = [await someone(), await someone()]
  const open = async (who: TestClient) => {
    const { body } = await who.ask<{ ticket: string }>('/auth/ticket', { method: 'POST', body: {} })
    const socket = new TestSocket(`${server.url.replace('http', 'ws')}/ws/${body.ticket}`)
    await socket.next('ready')
    return socket
  }
  const [a, b] = [await open(anna), await open(boris)]
  await put(anna, randomId(), 1, seal('x'))
  expect(await a.next('vault.changed')).toEqual({ t: 'vault.changed', rev: 1 })
  expect(b.all('vault.changed')).toEqual([])
  await Promise.all([a.close(), b.close()])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { randomId } from '../../testing/people.ts'
import { unlockedFlow } from '../../testing/renewals.ts'
import { erased, kept } from './erase-account.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

test('every column that names a person is either erased with him or kept for a reason', async () => {
  const rows = await server.database.sql<{ name: string }[]>`
    SELECT c.table_name || '.' || c.column_name AS name
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
      AND (c.column_name IN ('user_id', 'sender', 'owner')
        OR c.column_name ~ '^(contact|blocked|actor|target|reporter|reported|author|other)_id$' OR c.column_name ~ '_by$')`
  const known = [...erased, ...kept].map(([table, column]) => `${table}.${column}`)
  expect(known.toSorted()).toEqual([...rows.map(({ name }) => name), 'users.id'].toSorted())
})

test('what is of one person alone goes with his account', async () => {
  const owner = await new TestClient(server).signUp()
  const whom = await new TestClient(server).signUp()
  await whom.ask(`/contacts/${owner.user}`, { method: 'PUT', body: {} })
  await owner.ask(`/blocks/${whom.user}`, { method: 'PUT', body: {} })
  const { sql } = server.database
  const count = async () => {
    const counts = await Promise.all(
      erased.map(([table, column]) => sql`SELECT 1 FROM ${sql(table)} WHERE ${sql(column)} = ${whom.user}`),
    )
    return counts.reduce((sum, rows) => sum + rows.length, 0)
  }
  expect(await count()).toBeGreaterThanOrEqual(5)
  const { nickname } = (await whom.ask<{ nickname: string }>('/account')).body
  expect(await owner.ask(`/admin/people/${whom.user}/delete`, { body: { nickname } })).toMatchObject({ status: 200 })
  expect(await count()).toBe(0)
  const row = await sql<{ email: string; name: string }[]>`SELECT email, name FROM users WHERE id = ${whom.user}`
  expect(row).toEqual([{ email: `deleted/${whom.user}`, name: 'Deleted account' }])
})

test('one deletes his own account by his password; the owner hands the server over first', async () => {
  const [owner, whom] = [await new TestClient(server).signUp(), await new TestClient(server).signUp()]
  const { sql } = server.database
  await sql`UPDATE users SET role = 'admin' WHERE role = 'owner'`
  await sql`UPDATE users SET role = 'owner' WHERE id = ${owner.user}`
  const remove = async (who: TestClient, flow: string) => who.ask('/account/delete', { body: { flow } })
  expect(await remove(whom, randomId())).toMatchObject({ code: 'FLOW_UNKNOWN' })
  // Another one's password opens nothing of mine.
  expect(await remove(whom, await unlockedFlow(owner))).toMatchObject({ code: 'FLOW_UNKNOWN' })
  expect(await remove(owner, await unlockedFlow(owner))).toMatchObject({ code: 'FORBIDDEN' })
  expect((await remove(whom, await unlockedFlow(whom))).body).toEqual({ deleted: true })
  expect(await whom.ask('/account')).toMatchObject({ status: 401 })
  expect((await whom.provePassword()).status).toBe(400)
  const [row] = await sql<{ email: string }[]>`SELECT email FROM users WHERE id = ${whom.user}`
  expect(row?.email).toBe(`deleted/${whom.user}`)
})

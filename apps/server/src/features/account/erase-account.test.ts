import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
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
        OR c.column_name ~ '^(contact|blocked|actor|target|reporter|reported|author)_id$' OR c.column_name ~ '_by$')`
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

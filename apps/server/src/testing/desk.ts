import type { ServerRole } from '@soroka/protocol/contract'
import { expect } from 'vitest'
import { TestClient } from './index.ts'
import type { TestServer } from './index.ts'

/** Signs somebody up with this role on the server; the first one is its owner. */
export async function withRole(server: TestServer, role: ServerRole, name = `A ${role}`): Promise<TestClient> {
  const client = new TestClient(server)
  client.name = name
  await client.signUp()
  const { sql } = server.database
  if (role !== 'owner') await sql`UPDATE users SET role = ${role} WHERE id = ${client.user}`
  return client
}

/** A desk with one of each role. */
export async function makeDesk(server: TestServer) {
  const owner = await withRole(server, 'owner')
  const admin = await withRole(server, 'admin')
  const moderator = await withRole(server, 'moderator')
  const member = await withRole(server, 'member')
  return { owner, admin, moderator, member }
}

/** Until so many statements wait for a row of this database: the first of them will have it first. */
export async function waiters(server: TestServer, count: number): Promise<void> {
  const waiting = () => server.database.sql`
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  await expect.poll(async () => (await waiting()).length).toBe(count)
}

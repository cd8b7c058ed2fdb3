import type { KnownFact } from '@soroka/protocol/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { directEpoch, sealedEnvelope } from '../../testing/sealed.ts'
import { TestSocket } from '../../testing/test-socket.ts'
import { erased, kept } from './erase-account.ts'

let server: TestServer
let anna: TestClient
let boris: TestClient

beforeAll(async () => {
  server = await startTestServer()
  ;[anna, boris] = [await new TestClient(server).signUp(), await new TestClient(server).signUp()]
  await anna.ask(`/contacts/${boris.user}`, { method: 'PUT', body: {} })
  await boris.ask(`/blocks/${anna.user}`, { method: 'PUT', body: {} })
  await boris.ask(`/blocks/${anna.user}`, { method: 'DELETE' })
  const { record, boxes, chat } = directEpoch(anna.person, boris.person)
  expect(await anna.ask('/chats/direct', { body: { record, boxes } })).toMatchObject({ status: 200 })
  const { body } = await anna.ask<{ ticket: string }>('/auth/ticket', { method: 'POST', body: {} })
  const socket = new TestSocket(`${server.url.replace('http', 'ws')}/ws/${body.ticket}`)
  await socket.next('ready')
  expect(await socket.send(sealedEnvelope(anna.person, chat))).toMatchObject({ t: 'message.accepted' })
  await socket.close()
  await boris.ask(`/contacts/${anna.user}`, { method: 'PUT', body: {} })
  await boris.ask(`/blocks/${anna.user}`, { method: 'PUT', body: {} })
})
afterAll(() => server.stop())

const known = async (who: TestClient) => (await who.ask<{ facts: KnownFact[] }>('/account/known')).body.facts
const of = (facts: KnownFact[], name: string) => facts.find(({ table, column }) => `${table}.${column}` === name)

test('P240 every column that names a person is told of, once', async () => {
  const names = (await known(anna)).map(({ table, column }) => `${table}.${column}`)
  expect(names.toSorted()).toEqual([...erased, ...kept].map(([table, column]) => `${table}.${column}`).toSorted())
})

test('P240 what is told is what lies there: counts, times and values of my rows alone', async () => {
  const facts = await known(anna)
  expect(of(facts, 'users.id')).toMatchObject({ count: 1, rows: [{ email: anna.email, name: anna.name }] })
  expect(of(facts, 'contacts.user_id')).toMatchObject({ count: 1, rows: [{ contact_id: boris.user }] })
  expect(of(facts, 'blocks.user_id')).toMatchObject({ count: 0, first: null, rows: [] })
  expect(of(facts, 'messages.sender')).toMatchObject({
    count: 1,
    rows: [{ seq: 1, envelope: expect.stringMatching(/^[0-9]+ bytes$/) }],
  })
  const sent = of(facts, 'messages.sender')
  expect(sent?.last).toBeGreaterThan(Date.now() - 60_000)
  expect(of(await known(boris), 'messages.sender')).toMatchObject({ count: 0 })
})

test('P71 P240 who keeps me on a list is nobody’s to read', async () => {
  const facts = await known(anna)
  const { sql } = server.database
  expect(await sql`SELECT 1 FROM blocks WHERE blocked_id = ${anna.user}`).toHaveLength(1)
  for (const name of ['blocks.blocked_id', 'contacts.contact_id', 'audit_log.target_id'])
    expect(of(facts, name), name).toMatchObject({ count: null, first: null, last: null, rows: [] })
})

test('P240 no secret of the server is told', async () => {
  const { sql } = server.database
  const text = JSON.stringify(await known(anna))
  const [row] = await sql<{ record: string }[]>`
    SELECT opaque_record AS record FROM credentials WHERE user_id = ${anna.user}`
  expect(row?.record.length).toBeGreaterThan(100)
  expect(text).not.toContain(row?.record)
  for (const name of ['opaque_record', 'login_state', 'live']) expect(text).not.toContain(`"${name}"`)
  const [session] = await sql<{ hash: Buffer; salt: Buffer }[]>`
    SELECT token_hash AS hash, salt FROM sessions WHERE user_id = ${anna.user}`
  for (const bytes of [session?.hash, session?.salt])
    for (const form of ['hex', 'base64', 'base64url'] as const) expect(text).not.toContain(bytes?.toString(form))
})

test('P240 it is asked for ten times in ten minutes', async () => {
  const codes: (string | undefined)[] = []
  for (let at = 0; at < 11; at++) codes.push((await boris.ask('/account/known')).code)
  expect(codes.at(-1)).toBe('RATE_LIMITED')
})

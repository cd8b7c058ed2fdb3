import type { Place, PlaceInvite } from '@soroka/protocol/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'

let server: TestServer
let owner: TestClient
let member: TestClient

beforeAll(async () => {
  server = await startTestServer()
  owner = await new TestClient(server).signUp()
  member = await new TestClient(server).signUp()
})
afterAll(() => server.stop())

const say = (input: object, by = owner) =>
  by.ask<{ changed: boolean }>('/admin/place', { method: 'PATCH', body: input })
const place = async () => (await ask<Place>(`${server.url}/api/place`)).body
const day = 86_400_000
const makeInvite = async (maxUses = 1, life = day) => {
  const body = { note: 'For the choir', expiresAt: server.now() + life, maxUses }
  return (await owner.ask<{ id: string; token: string }>('/admin/invites', { body })).body
}
const invites = async () => (await owner.ask<{ invites: PlaceInvite[] }>('/admin/invites')).body.invites
const look = (token: string) => owner.post<{ expiresAt: number }>('/place/invite', { token })
/** Begins a sign-up; what comes back finishes it. */
async function begin(extra: object = {}, email?: string) {
  const who = new TestClient(server, email)
  const started = await who.startSignUp(extra)
  if (started.answer.status !== 200) return started.answer
  const input = who.finishInput(started, await server.codeFor(who.email))
  return { code: undefined, finish: () => who.post<{ session: object }>('/auth/sign-up/finish', input) }
}
type Begun = Awaited<ReturnType<typeof begin>>
const finish = (begun: Begun) => ('finish' in begun ? begun.finish() : Promise.reject(new Error(begun.code)))
const why = (answer: object) => (answer as { body?: { data?: { reason?: string } } }).body?.data?.reason

test('anybody may read what the place is called and who may come; only the desk changes it', async () => {
  expect(await place()).toEqual({ name: '', contact: '', signUp: 'open', newcomerDays: 0, domains: [], first: false })
  expect(await say({ name: 'Choir', domains: ['Choir.example', 'choir.example'] }, member)).toMatchObject({
    code: 'FORBIDDEN',
  })
  expect(await say({ name: '  Choir ', domains: ['Choir.example', 'choir.example'] })).toMatchObject({
    body: { changed: true },
  })
  expect(await place()).toMatchObject({ name: 'Choir', domains: ['choir.example'] })
  expect(await say({ name: 'Choir' })).toMatchObject({ body: { changed: false } })
  for (const domain of ['', 'choir', 'a b.example', 'x@y.example', 'a,b.example'])
    expect(await say({ domains: [domain] }), domain).toMatchObject({ code: 'BAD_REQUEST' })
  await say({ name: '', domains: [] })
  for (const path of ['/admin/invites', '/admin/place'])
    expect(await member.ask(path, path.endsWith('s') ? {} : { method: 'PATCH', body: {} })).toMatchObject({
      code: 'FORBIDDEN',
    })
  const { entries } = (await owner.ask<{ entries: { act: string; details: object }[] }>('/admin/audit')).body
  expect(entries.map(({ act, details }) => [act, details])).toEqual([
    ['place.change', { name: '', domains: '' }],
    ['place.change', { name: 'Choir', domains: 'choir.example' }],
  ])
})

test('P194 who comes by an invite is vouched for, who comes by himself is not; the desk says for how long that counts', async () => {
  const { token } = await makeInvite()
  for (const extra of [{ invite: token }, {}]) expect(await finish(await begin(extra))).toMatchObject({ status: 200 })
  const rows = await server.database.sql<{ vouched: boolean }[]>`
    SELECT vouched FROM users ORDER BY created_at DESC LIMIT 2`
  expect(rows.map(({ vouched }) => vouched)).toEqual([false, true])
  for (const newcomerDays of [-1, 31, 1.5]) expect(await say({ newcomerDays })).toMatchObject({ code: 'BAD_REQUEST' })
  await say({ newcomerDays: 7 })
  expect(await place()).toMatchObject({ newcomerDays: 7 })
  await say({ newcomerDays: 0 })
})

test('a server without an account says that it waits for its owner', async () => {
  const fresh = await startTestServer({ env: { SIGN_UP: 'invite' } })
  const read = async () => (await ask<Place>(`${fresh.url}/api/place`)).body
  expect(await read()).toMatchObject({ first: true, signUp: 'invite' })
  await new TestClient(fresh).signUp()
  expect(await read()).toMatchObject({ first: false })
  await fresh.stop()
})

describe('who may sign up', () => {
  test('is looked at when somebody begins and when he is done', async () => {
    const early = [await begin(), await begin(), await begin({}, 'late@elsewhere.example')]
    await say({ signUp: 'closed' })
    expect(why(await begin())).toBe('closed')
    expect(await finish(early[0] as Begun)).toMatchObject({ code: 'SIGN_UP_CLOSED' })
    await say({ signUp: 'invite' })
    expect(why(await begin())).toBe('invite')
    expect(await finish(early[1] as Begun)).toMatchObject({ code: 'SIGN_UP_CLOSED' })
    await say({ signUp: 'open', domains: ['choir.example'] })
    expect(why(await begin())).toBe('domain')
    expect(why(await begin({}, 'x@sub.choir.example'))).toBe('domain')
    expect(why(await begin({}, 'x@notchoir.example'))).toBe('domain')
    expect(await finish(early[2] as Begun)).toMatchObject({ code: 'SIGN_UP_CLOSED' })
    expect(await finish(await begin({}, 'singer@choir.example'))).toMatchObject({ status: 200 })
    await say({ domains: [] })
    expect(await finish(await begin())).toMatchObject({ status: 200 })
  })

  test('an invite lets in where one is needed, also from other domains, but not where nobody may', async () => {
    const { token } = await makeInvite(5)
    await say({ signUp: 'closed' })
    expect(why(await begin({ invite: token }))).toBe('closed')
    expect(await look(token)).toMatchObject({ code: 'INVITE_INVALID' })
    await say({ signUp: 'invite' })
    expect(await look(token)).toMatchObject({ status: 200 })
    expect(await finish(await begin({ invite: token }))).toMatchObject({ status: 200 })
    await say({ signUp: 'open', domains: ['choir.example'] })
    expect(await finish(await begin({ invite: token }))).toMatchObject({ status: 200 })
    await say({ domains: [] })
  })
})

describe('an invite', () => {
  test('that is over, revoked, used up or made up lets nobody in, at the beginning and at the end', async () => {
    await say({ signUp: 'invite' })
    const over = await makeInvite(2)
    const revoked = await makeInvite(2)
    const used = await makeInvite(1)
    const begun = await Promise.all([over, revoked, used].map(({ token }) => begin({ invite: token })))
    expect(await finish(await begin({ invite: used.token }))).toMatchObject({ status: 200 })
    expect(await owner.ask(`/admin/invites/${revoked.id}/revoke`, { body: {} })).toMatchObject({
      body: { changed: true },
    })
    expect(await owner.ask(`/admin/invites/${revoked.id}/revoke`, { body: {} })).toMatchObject({
      body: { changed: false },
    })
    await server.database.sql`UPDATE place_invites SET expires_at = ${server.now() - 1} WHERE id = ${over.id}`
    for (const one of begun) expect(await finish(one)).toMatchObject({ code: 'INVITE_INVALID' })
    for (const { token } of [over, revoked, used, { token: 'A'.repeat(43) }]) {
      expect(await begin({ invite: token })).toMatchObject({ code: 'INVITE_INVALID' })
      expect(await look(token)).toMatchObject({ code: 'INVITE_INVALID' })
    }
    expect(await owner.ask(`/admin/invites/${'A'.repeat(22)}/revoke`, { body: {} })).toMatchObject({
      code: 'NOT_FOUND',
    })
    await say({ signUp: 'open' })
  })

  test('lets in as many as it says, and no more of fifty who come at once', { timeout: 60_000 }, async () => {
    await say({ signUp: 'invite' })
    const { id, token } = await makeInvite(7)
    const begun = await Promise.all(Array.from({ length: 50 }, () => begin({ invite: token })))
    const answers = await Promise.all(begun.map(finish))
    const codes = answers.map((answer) => answer.code ?? 'in')
    expect(codes.filter((code) => code === 'in')).toHaveLength(7)
    expect(codes.filter((code) => code === 'INVITE_INVALID')).toHaveLength(43)
    expect((await invites()).find((one) => one.id === id)).toMatchObject({ uses: 7, maxUses: 7 })
    await say({ signUp: 'open' })
  })

  test('is kept as a hash, and told with its note, its maker and its uses', async () => {
    const { id, token } = await makeInvite(3)
    const text = JSON.stringify(await server.database.sql`SELECT * FROM place_invites`)
    expect(text).not.toContain(token)
    expect(text).not.toContain(Buffer.from(token, 'base64url').toString('hex'))
    expect(server.logs.join('\n')).not.toContain(token)
    const [newest] = await invites()
    expect(newest).toMatchObject({ id, note: 'For the choir', madeBy: owner.user, uses: 0, maxUses: 3, revoked: false })
  })

  test('lives a year at most', async () => {
    for (const expiresAt of [server.now() - 1, server.now() + 400 * day])
      expect(await owner.ask('/admin/invites', { body: { expiresAt, maxUses: 1 } })).toMatchObject({
        code: 'BAD_REQUEST',
      })
  })
})

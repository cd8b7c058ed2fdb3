import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, startTestServer, TestClient, type TestSession } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { signBytes } from '../../testing/people.ts'
import { TestSocket } from '../../testing/test-socket.ts'
import { refreshInput } from './refresh-token.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const newcomer = () => new TestClient(server).signUp()
const account = (token: string | undefined) => ask(`${server.url}/api/account`, { token })

describe('S1 an access token', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const header = { alg: 'HS256', typ: 'at+jwt' }
  const sign = (head: unknown, claims: unknown, key: Uint8Array = server.secrets.jwtKey) => {
    const text = `${encode(head)}.${encode(claims)}`
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
  }
  const claimsOf = (who: TestClient) =>
    JSON.parse(Buffer.from(who.session.accessToken.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >

  test('made with our own key and header is taken, so that the refusals below mean something', async () => {
    const who = await newcomer()
    expect(await account(sign(header, claimsOf(who)))).toMatchObject({ status: 200 })
  })

  test('with another algorithm, type, key or header is refused', async () => {
    const who = await newcomer()
    const claims = claimsOf(who)
    const [head = '', middle = '', mac = ''] = who.session.accessToken.split('.')
    for (const token of [
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${middle}.`,
      `${encode({ alg: 'none' })}.${middle}.${mac}`,
      sign({ alg: 'RS256', typ: 'at+jwt' }, claims),
      sign({ alg: 'HS512', typ: 'at+jwt' }, claims),
      sign({ alg: 'HS256', typ: 'JWT' }, claims),
      sign({ ...header, kid: '../../etc/passwd' }, claims),
      sign({ ...header, jwk: { kty: 'oct', k: 'AA' } }, claims),
      sign(header, claims, Buffer.alloc(32)),
      `${head}.${middle}`,
      `${head}.${middle}.${mac}.x`,
      `${head}.${middle}.${mac.slice(0, -1)}`,
      `${head}.${encode({ ...claims, sub: who.user.replace(/^./, (first) => (first === 'Z' ? 'Y' : 'Z')) })}.${mac}`,
      'x',
    ])
      expect(await account(token), token).toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
  })

  test('of another issuer or audience, without a session, or over, is refused', async () => {
    const who = await newcomer()
    const claims = claimsOf(who)
    const { sid: _, ...withoutSession } = claims
    for (const wrong of [
      { ...claims, iss: 'other' },
      { ...claims, aud: 'other' },
      withoutSession,
      { ...claims, exp: 'never' },
      { ...claims, admin: true },
    ])
      expect(await account(sign(header, wrong))).toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
    expect(await account(sign(header, { ...claims, exp: Math.floor(server.now() / 1000) - 1 }))).toMatchObject({
      code: 'TOKEN_EXPIRED',
    })
  })

  test('lives ten minutes', async () => {
    const who = await newcomer()
    expect(who.session.expiresAt - server.now()).toBeLessThanOrEqual(10 * 60_000)
    server.advance(10 * 60_000)
    expect(await account(who.session.accessToken)).toMatchObject({ status: 401, code: 'TOKEN_EXPIRED' })
  })

  test('of a person who is somebody else in the database opens nothing', async () => {
    const [anna, boris] = [await newcomer(), await newcomer()]
    const mixed = sign(header, { ...claimsOf(anna), sub: boris.user })
    expect(await account(mixed)).toMatchObject({ status: 401 })
  })
})

describe('S2 a refresh token', () => {
  test('is rotated; within 10 s the one before gets the same successor (two tabs, a lost reply)', async () => {
    const who = await newcomer()
    const [one, two] = await Promise.all([who.refresh(), who.refresh()])
    expect(one.status).toBe(200)
    expect(one.body.generation).toBe(2)
    expect(two.body.refreshToken).toBe(one.body.refreshToken)
    expect(one.body.refreshToken).not.toBe(who.session.refreshToken)
    expect(await account(one.body.accessToken)).toMatchObject({ status: 200 })
    server.advance(9000)
    expect((await who.refresh()).body.refreshToken).toBe(one.body.refreshToken)
  })

  test('used again after that ends the whole session, the newest token too', async () => {
    const who = await newcomer()
    const next = await who.refresh()
    expect(await account(next.body.accessToken)).toMatchObject({ status: 200 })
    server.advance(10_001)
    const reused = await who.refresh()
    expect(reused).toMatchObject({ status: 401, code: 'SESSION_ENDED', body: { data: { reason: 'reuse' } } })
    expect(await who.refresh(next.body)).toMatchObject({ status: 401, code: 'SESSION_ENDED' })
    expect(await account(next.body.accessToken)).toMatchObject({ status: 401, code: 'SESSION_ENDED' })
  })

  test('two generations old ends the session at once', async () => {
    const who = await newcomer()
    const second = await who.refresh()
    const third = await who.refresh(second.body)
    expect(third.status).toBe(200)
    expect(await who.refresh()).toMatchObject({ code: 'SESSION_ENDED' })
    expect(await who.refresh(third.body)).toMatchObject({ code: 'SESSION_ENDED' })
  })

  test('whose successor never arrived is answered again however late: a phone that lost the reply stays signed in', async () => {
    const who = await newcomer()
    const lost = await who.refresh()
    server.advance(3_600_000)
    const again = await who.refresh()
    expect(again).toMatchObject({ status: 200, body: { generation: 2 } })
    expect(again.body.refreshToken).toBe(lost.body.refreshToken)
  })

  test('forged, of another session, or cut, is refused and ends nothing', async () => {
    const [who, other] = [await newcomer(), await newcomer()]
    const token = Buffer.from(who.session.refreshToken ?? '', 'base64url')
    token[10] = (token[10] ?? 0) ^ 1
    const future = Buffer.from(who.session.refreshToken ?? '', 'base64url')
    future.writeUInt32BE(9)
    for (const refreshToken of [
      token.toString('base64url'),
      future.toString('base64url'),
      other.session.refreshToken ?? '',
      'AAAA',
      '',
    ])
      expect(await who.refresh({ ...who.session, refreshToken })).toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
    const second = await who.refresh()
    const third = await who.refresh(second.body)
    for (const generation of [0, 1, 2]) {
      const old = Buffer.alloc(36, 7)
      old.writeUInt32BE(generation)
      expect(await who.refresh({ ...who.session, refreshToken: old.toString('base64url') })).toMatchObject({
        code: 'UNAUTHORIZED',
      })
    }
    expect(await who.refresh(third.body)).toMatchObject({ status: 200 })
  })

  test('R21 needs the signature of the device it was given to', async () => {
    const [who, other] = [await newcomer(), await newcomer()]
    const slotted = who.slotted()
    const bad = (signature: Uint8Array) => ({ ...slotted, signature: Buffer.from(signature).toString('base64url') })
    for (const input of [
      bad(signBytes(other.device.key, refreshInput(who.session.session, 1))),
      bad(signBytes(who.device.key, refreshInput(who.session.session, 2))),
      bad(signBytes(who.device.key, refreshInput(other.session.session, 1))),
      bad(new Uint8Array(64)),
      bad(new Uint8Array(3)),
    ])
      expect(await who.post('/auth/s/body/refresh', input)).toMatchObject({ status: 401, code: 'SIGNATURE_WRONG' })
    expect(await who.refresh()).toMatchObject({ status: 200 })
  })

  test('is nowhere in the database, nor is the ticket', async () => {
    const who = await newcomer()
    const { ticket } = (await who.ask<{ ticket: string }>('/auth/ticket', { body: {} })).body
    const rows = JSON.stringify([
      await server.database.sql`select * from sessions`,
      await server.database.sql`select * from tickets`,
    ])
    const secret = Buffer.from(who.session.refreshToken ?? '', 'base64url').subarray(4)
    for (const form of [who.session.refreshToken ?? '', secret.toString('hex'), secret.toString('base64'), ticket])
      expect(rows).not.toContain(form)
  })

  test('is over after half a year without a visit', async () => {
    const who = await newcomer()
    server.advance(181 * 86_400_000)
    expect(await who.refresh()).toMatchObject({ code: 'SESSION_ENDED' })
  })
})

describe('S3, S5 the cookie of a slot', () => {
  const ours = () => ({ origin: `http://localhost:${server.port}`, 'x-soroka': '1' })

  async function inBrowser(): Promise<{ who: TestClient; session: TestSession; cookie: string }> {
    const who = new TestClient(server)
    const started = await who.startSignUp()
    const input = who.finishInput(started, await server.codeFor(who.email), { kind: 'cookie', slot: 0 })
    const answer = await who.post<{ session: TestSession }>('/auth/sign-up/finish', input, { headers: ours() })
    who.adopt(answer.body.session)
    return { who, session: answer.body.session, cookie: cookieOf(answer.headers) }
  }
  const cookieOf = (headers: Headers) => headers.get('set-cookie')?.split(';')[0] ?? ''

  test('refreshes and signs out only for our own page with our own header', async () => {
    const { who, cookie } = await inBrowser()
    const refresh = (headers: Record<string, string>) =>
      who.post<TestSession>('/auth/s/0/refresh', who.slotted(), { headers })
    const foreign: Record<string, string>[] = [
      { cookie },
      { cookie, origin: ours().origin },
      { cookie, 'x-soroka': '1' },
      { cookie, ...ours(), origin: 'https://evil.example' },
      { cookie, ...ours(), origin: `http://localhost.evil.example:${server.port}` },
      { cookie, ...ours(), origin: 'null' },
      { cookie, 'x-soroka': '1', referer: `${ours().origin}/` },
    ]
    for (const headers of foreign) expect(await refresh(headers)).toMatchObject({ status: 403, code: 'ORIGIN_WRONG' })
    expect(await refresh(ours())).toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
    const good = await refresh({ cookie, ...ours() })
    expect(good.status).toBe(200)
    expect(good.body.refreshToken).toBeUndefined()
    expect(cookieOf(good.headers)).not.toBe(cookie)
    const out = await who.post('/auth/s/0/sign-out', who.slotted(good.body), {
      headers: { cookie: cookieOf(good.headers), ...ours() },
    })
    expect(out.body).toEqual({ ended: true })
    expect(out.headers.get('set-cookie')).toMatch(/^soroka_session=; Path=\/api\/auth\/s\/0; Max-Age=0; HttpOnly/)
  })

  test('that the browser has, while the page lost the reply, is answered again', async () => {
    const { who, cookie } = await inBrowser()
    const lost = await who.post<TestSession>('/auth/s/0/refresh', who.slotted(), { headers: { cookie, ...ours() } })
    server.advance(3_600_000)
    const again = await who.post<TestSession>('/auth/s/0/refresh', who.slotted(), {
      headers: { cookie: cookieOf(lost.headers), ...ours() },
    })
    expect(again).toMatchObject({ status: 200, body: { generation: 2 } })
  })

  test('a session of the body does not come by cookie, nor the other way round', async () => {
    const program = await newcomer()
    const cookie = `soroka_session=${program.session.refreshToken}`
    const { refreshToken: _, ...input } = program.slotted()
    expect(await program.post('/auth/s/0/refresh', input, { headers: { cookie, ...ours() } })).toMatchObject({
      code: 'UNAUTHORIZED',
    })
    const page = await inBrowser()
    const refreshToken = page.cookie.split('=')[1]
    expect(await page.who.post('/auth/s/body/refresh', { ...page.who.slotted(), refreshToken })).toMatchObject({
      code: 'UNAUTHORIZED',
    })
    const pages: Record<string, string>[] = [{ origin: ours().origin }, { 'sec-fetch-site': 'none' }]
    for (const headers of pages)
      expect(await program.post('/auth/s/body/refresh', program.slotted(), { headers })).toMatchObject({
        status: 403,
        code: 'ORIGIN_WRONG',
      })
  })
})

describe('signing out', () => {
  test('ends the session at once, and can be repeated', async () => {
    const who = await newcomer()
    expect(await who.signOut()).toMatchObject({ status: 200, body: { ended: true } })
    expect(await account(who.session.accessToken)).toMatchObject({ status: 401, code: 'SESSION_ENDED' })
    expect(await who.refresh()).toMatchObject({ code: 'SESSION_ENDED', body: { data: { reason: 'signed_out' } } })
    expect(await who.signOut()).toMatchObject({ body: { ended: false } })
  })

  test("is nobody else's to do", async () => {
    const [who, other] = [await newcomer(), await newcomer()]
    const input = { ...other.slotted(), session: who.session.session }
    expect(await other.post('/auth/s/body/sign-out', input)).toMatchObject({ status: 401 })
    expect(await account(who.session.accessToken)).toMatchObject({ status: 200 })
  })

  test('takes the ticket of the session along', async () => {
    const who = await newcomer()
    const { ticket } = (await who.ask<{ ticket: string }>('/auth/ticket', { body: {} })).body
    await who.signOut()
    expect(await ask(`${server.url}/api/auth/ticket`, { body: {}, token: who.session.accessToken })).toMatchObject({
      code: 'SESSION_ENDED',
    })
    const closed = await new Promise<string>((done) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/ws/${ticket}`)
      socket.addEventListener('open', () => done('open'))
      socket.addEventListener('error', () => done('refused'))
    })
    expect(closed).toBe('refused')
  })

  test('S4 G10 a socket opens with a ticket once, within 30 s, and is closed when its session ends', async () => {
    const who = await newcomer()
    const ticket = async () => (await who.ask<{ ticket: string }>('/auth/ticket', { body: {} })).body.ticket
    const open = (text: string) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/ws/${text}`)
      const closed = new Promise<number>((done) => {
        socket.addEventListener('close', (event) => done(event.code))
      })
      const first = new Promise<string>((done) => {
        socket.addEventListener('message', (event) => done(String(event.data)))
        socket.addEventListener('error', () => done('refused'))
      })
      return { first, closed }
    }
    const used = await ticket()
    const socket = open(used)
    expect(JSON.parse(await socket.first)).toMatchObject({ t: 'ready', user: who.user, device: who.device.id })
    expect(await open(used).first).toBe('refused')
    const old = await ticket()
    server.advance(30_001)
    expect(await open(old).first).toBe('refused')
    const started = Date.now()
    await who.signOut()
    expect(await socket.closed).toBe(4001)
    expect(Date.now() - started).toBeLessThan(5000)
  })

  test('S4 a socket that outlives its session is closed, and hears why', async () => {
    const who = await newcomer()
    const { ticket } = (await who.ask<{ ticket: string }>('/auth/ticket', { body: {} })).body
    const socket = new TestSocket(`ws://127.0.0.1:${server.port}/ws/${ticket}`)
    await socket.next('ready')
    const { sql } = server.database
    await sql`UPDATE sessions SET expires_at = ${server.now() - 1} WHERE user_id = ${who.user}`
    await sql`SELECT graphile_worker.add_job('sweep', '{}'::json)`
    expect(await socket.next('session.ended')).toMatchObject({ reason: 'signed_out' })
    expect(await socket.closed).toMatchObject({ code: 4001 })
    expect(await who.refresh()).toMatchObject({ code: 'SESSION_ENDED' })
  })
})

test('the tables of tickets are not written to the log of the database', async () => {
  const [row] = await server.database.sql<
    { kind: string }[]
  >`select relpersistence as kind from pg_class where relname = 'tickets'`
  expect(row?.kind).toBe('u')
})

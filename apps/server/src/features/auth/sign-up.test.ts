import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { body, startTestServer, TestClient, type TestSession } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { TestPerson } from '../../testing/people.ts'

let server: TestServer
let owner: TestClient

beforeAll(async () => {
  server = await startTestServer()
  owner = await new TestClient(server).signUp()
})
afterAll(() => server.stop())

const finish = (who: TestClient, input: object) =>
  who.post<{ session: TestSession; nickname: string }>('/auth/sign-up/finish', input)

test('S22 the first account at this machine is the owner, the second a member', async () => {
  const boris = await new TestClient(server).signUp()
  expect((await owner.ask('/account')).body).toMatchObject({
    email: owner.email,
    role: 'owner',
    nickname: 'anna_ivanova',
  })
  expect((await boris.ask('/account')).body).toMatchObject({
    role: 'member',
    nickname: expect.stringMatching(/^anna_ivanova\d+$/),
  })
})

describe('S7 a taken address', () => {
  test('gets the same answer as a free one, and its owner another mail', async () => {
    const stranger = new TestClient(server, owner.email)
    const before = await server.mailTo(owner.email)
    const taken = await stranger.startSignUp()
    const free = await new TestClient(server).startSignUp()
    expect(taken.answer.status).toBe(free.answer.status)
    expect(shapeOf(taken.answer.body)).toEqual(shapeOf(free.answer.body))
    expect((await server.mailTo(owner.email, before.id)).subject).toBe('You already have a Soroka account')
    expect(taken.answer.body.user).not.toBe(owner.user)
  })

  test('answers a wrong code like any other, with as many tries', async () => {
    const stranger = new TestClient(server, owner.email)
    const taken = await stranger.startSignUp()
    const other = new TestClient(server)
    const free = await other.startSignUp()
    const wrong = await otherCode(other)
    for (let tries = 0; tries < 7; tries++) {
      const [one, two] = [
        await finish(stranger, stranger.finishInput(taken, wrong)),
        await finish(other, other.finishInput(free, wrong)),
      ]
      expect(one.status).toBe(two.status)
      expect(one.body).toEqual(two.body)
      expect(one.code).toBe(tries < 5 ? 'CODE_WRONG' : 'CODE_EXPIRED')
    }
  })
})

test('S7 an address that mail programs read as another one is none', async () => {
  const [local = ''] = owner.email.split('@')
  const ask = (email: string) => owner.post('/auth/recovery/start', { email, locale: 'en' })
  const dressed = ['(1)', '"1"', '<root>', 'root,', 'root;', 'list:', '\\\\'].map((sign) => `${sign}${owner.email}`)
  for (const email of [
    ...dressed,
    `${owner.email},root`,
    `${owner.email};`,
    `${local}@[10.0.0.1]`,
    `${owner.email}(1)`,
  ])
    expect(await ask(email), email).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  for (const email of ["o'brien+tag@mail.example.org", 'анна@пример.рф', 'a_b-c.d!@x-y.example'])
    expect(await ask(email), email).toMatchObject({ status: 200 })
})

test('S16 an endless address is refused at once, and nobody waits for it', async () => {
  const began = performance.now()
  for (const email of [
    `a@${'.x'.repeat(200_000)}@`,
    `a@${'x.'.repeat(200_000)}`,
    `${'a'.repeat(400_000)}@`,
    '@'.repeat(400_000),
  ])
    expect((await owner.post('/auth/recovery/start', { email, locale: 'en' })).code).toBe('BAD_REQUEST')
  expect(performance.now() - began).toBeLessThan(2000)
})

describe('S8 a code', () => {
  test('is tried five times at most, also at the same moment, and then the right one is refused too', async () => {
    const who = new TestClient(server)
    const started = await who.startSignUp()
    const code = await server.codeFor(who.email)
    const wrong = await otherCode(who)
    const answers = await Promise.all(Array.from({ length: 20 }, () => finish(who, who.finishInput(started, wrong))))
    expect(answers.filter((answer) => answer.code === 'CODE_WRONG')).toHaveLength(5)
    expect(answers.filter((answer) => answer.code === 'CODE_EXPIRED')).toHaveLength(15)
    expect(await finish(who, who.finishInput(started, code))).toMatchObject({ code: 'CODE_EXPIRED' })
  })

  test('belongs to the flow that began it (CVE-2025-12421)', async () => {
    const anna = new TestClient(server)
    const boris = new TestClient(server)
    await anna.startSignUp()
    const started = await boris.startSignUp()
    const code = await server.codeFor(anna.email)
    const own = await server.codeFor(boris.email)
    if (code !== own)
      expect(await finish(boris, boris.finishInput(started, code))).toMatchObject({ code: 'CODE_WRONG' })
    expect(await finish(boris, boris.finishInput(started, own))).toMatchObject({ status: 200 })
  })

  test('is over after 15 minutes, looked at when it is shown (CVE-2021-43791)', async () => {
    const who = new TestClient(server)
    const started = await who.startSignUp()
    const code = await server.codeFor(who.email)
    server.advance(15 * 60_000 + 1)
    expect(await finish(who, who.finishInput(started, code))).toMatchObject({ code: 'CODE_EXPIRED' })
    const again = await who.post('/auth/sign-up/resend', { flow: started.answer.body.flow })
    expect(again.status).toBe(200)
  })

  test('works once, also for two who show it at once', async () => {
    const who = new TestClient(server)
    const started = await who.startSignUp()
    const input = who.finishInput(started, await server.codeFor(who.email))
    const answers = await Promise.all([finish(who, input), finish(who, input)])
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200, 400]))
    expect(await finish(who, input)).toMatchObject({ code: 'FLOW_UNKNOWN' })
  })

  test('sent again replaces the first, and is sent only so often', async () => {
    const who = new TestClient(server)
    const started = await who.startSignUp()
    const first = await server.mailTo(who.email)
    const { flow } = started.answer.body
    expect(await who.post('/auth/sign-up/resend', { flow })).toMatchObject({ status: 200 })
    const old = /\d{6}/.exec(first.text)?.[0] ?? ''
    const fresh = await server.codeFor(who.email, first.id)
    if (old !== fresh) expect(await finish(who, who.finishInput(started, old))).toMatchObject({ code: 'CODE_WRONG' })
    let code = fresh
    let last = await server.mailTo(who.email, first.id)
    for (;;) {
      const more = await who.post<{ data: { retryAfter: number } }>('/auth/sign-up/resend', { flow })
      if (more.code === 'RATE_LIMITED') {
        expect(more.body.data.retryAfter).toBeGreaterThan(0)
        break
      }
      code = await server.codeFor(who.email, last.id)
      last = await server.mailTo(who.email, last.id)
    }
    expect((await finish(who, who.finishInput(started, code))).status).toBe(200)
  })
})

describe('R18 a pending sign-up', () => {
  test('reserves neither address nor nickname: whoever confirms first gets them', async () => {
    const one = new TestClient(server)
    const two = new TestClient(server, one.email)
    const first = await one.startSignUp()
    const firstMail = await server.mailTo(one.email)
    const firstCode = await server.codeFor(one.email)
    const second = await two.startSignUp()
    const secondCode = await server.codeFor(one.email, firstMail.id)
    expect(await finish(two, { ...two.finishInput(second, secondCode), nickname: 'the_nick' })).toMatchObject({
      status: 200,
    })
    expect(await finish(one, { ...one.finishInput(first, firstCode), nickname: 'the_nick2' })).toMatchObject({
      code: 'FLOW_UNKNOWN',
    })
  })

  test('is over after a day', async () => {
    const who = new TestClient(server)
    const started = await who.startSignUp()
    server.advance(24 * 3_600_000 + 1)
    expect(await who.post('/auth/sign-up/resend', { flow: started.answer.body.flow })).toMatchObject({
      code: 'FLOW_UNKNOWN',
    })
  })

  test('with a taken nickname is told so, costs no try, and goes on with another', async () => {
    const who = new TestClient(server)
    const started = await who.startSignUp()
    const input = who.finishInput(started, await server.codeFor(who.email))
    for (let tries = 0; tries < 6; tries++)
      expect(await finish(who, { ...input, nickname: 'anna_ivanova' })).toMatchObject({
        status: 409,
        code: 'NICKNAME_TAKEN',
      })
    expect(await finish(who, { ...input, nickname: 'free_one' })).toMatchObject({
      status: 200,
      body: { nickname: 'free_one' },
    })
  })
})

describe('the chain of keys', () => {
  test('must begin with a create entry of this very user, signed by its identity key', async () => {
    const who = new TestClient(server)
    const started = await who.startSignUp()
    const input = who.finishInput(started, await server.codeFor(who.email))
    const foreign = Buffer.from(new TestPerson().entries[0] ?? []).toString('base64url')
    const forged = Buffer.from(input.chain, 'base64url')
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1
    who.person.addDevice()
    for (const [chain, reason] of [
      [foreign, 'user'],
      [forged.toString('base64url'), 'signature'],
      [who.entry(1), 'op'],
      ['AAAA', 'truncated'],
    ]) {
      const answer = await finish(who, { ...input, chain })
      expect(answer).toMatchObject({ status: 400, code: 'CHAIN_REFUSED' })
      expect(answer.body).toMatchObject({ data: { reason: reason === 'truncated' ? expect.any(String) : reason } })
    }
    expect(await finish(who, input)).toMatchObject({ status: 200 })
  })

  test('a confirmed account has its chain, its wraps and its device', async () => {
    const who = await new TestClient(server).signUp()
    const chain = await who.ask<{ entries: string[] }>(`/users/${who.user}/chain`)
    expect(chain.body.entries).toEqual([who.entry(0)])
    expect((await who.ask<{ entries: string[] }>(`/users/${who.user}/chain?from=1`)).body.entries).toEqual([])
  })
})

test('S3 the refresh token never goes into the body for a browser, nor into a cookie without our page', async () => {
  const who = new TestClient(server)
  const started = await who.startSignUp()
  const code = await server.codeFor(who.email)
  const cookie = { kind: 'cookie', slot: 3 } as const
  const post = (delivery: object, headers: Record<string, string>) =>
    who.post<{ session: TestSession }>(
      '/auth/sign-up/finish',
      { ...who.finishInput(started, code), delivery },
      { headers },
    )
  const ours = { origin: `http://localhost:${server.port}`, 'x-soroka': '1' }
  for (const [delivery, headers] of [
    [body, { origin: ours.origin }],
    [body, { 'sec-fetch-site': 'same-origin' }],
    [cookie, {}],
    [cookie, { origin: ours.origin }],
    [cookie, { 'x-soroka': '1' }],
    [cookie, { origin: 'https://evil.example', 'x-soroka': '1' }],
    [cookie, { origin: 'null', 'x-soroka': '1' }],
    [cookie, { origin: `http://localhost:${server.port + 1}`, 'x-soroka': '1' }],
  ] as const)
    expect(await post(delivery, headers), JSON.stringify(headers)).toMatchObject({ status: 403, code: 'ORIGIN_WRONG' })
  const answer = await post(cookie, ours)
  expect(answer.status).toBe(200)
  expect(answer.body.session.refreshToken).toBeUndefined()
  expect(answer.headers.get('set-cookie')).toMatch(
    /^soroka_session=[\w-]{48}; Path=\/api\/auth\/s\/3; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
  )
})

test('S22 a sign-up that was begun before the door was closed is not finished after it', async () => {
  const closed = await startTestServer({ env: { SIGN_UP: 'closed' } })
  const [first, second] = [new TestClient(closed), new TestClient(closed)]
  const [one, two] = [await first.startSignUp(), await second.startSignUp()]
  const finish = async (who: TestClient, started: typeof one) =>
    who.post('/auth/sign-up/finish', who.finishInput(started, await closed.codeFor(who.email)))
  expect((await finish(first, one)).status).toBe(200)
  expect(await finish(second, two)).toMatchObject({ status: 403, code: 'SIGN_UP_CLOSED' })
  await closed.stop()
})

test('unconfirmed people are found by nobody (R7)', async () => {
  const who = new TestClient(server)
  const { answer } = await who.startSignUp()
  const asker = await new TestClient(server).signUp()
  expect(await asker.ask(`/users/${answer.body.user}`)).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  expect((await asker.ask<{ people: unknown[] }>(`/users?query=${encodeURIComponent(who.email)}`)).body.people).toEqual(
    [],
  )
})

/** Six digits that are not the code. */
async function otherCode(who: TestClient): Promise<string> {
  return (await server.codeFor(who.email)) === '111111' ? '222222' : '111111'
}

function shapeOf(value: object): unknown {
  return Object.entries(value).map(([key, part]) => [key, typeof part, typeof part === 'string' ? part.length : 0])
}

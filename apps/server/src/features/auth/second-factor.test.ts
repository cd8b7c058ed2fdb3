import { client } from '@serenity-kit/opaque'
import { Secret } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { authenticatorCode } from '../../testing/authenticator.ts'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { randomId } from '../../testing/people.ts'
import { unlockedFlow } from '../../testing/renewals.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())
// Codes of the step before are over: each test has its own.
beforeEach(() => server.advance(120_000))

interface Guarded {
  readonly anna: TestClient
  readonly secret: string
  readonly backupCodes: string[]
}

/** What the person's authenticator shows, some steps from now. */
function codeOf(secret: string, steps = 0): string {
  // Never at the end of a step: the next one must not begin on the way.
  if (server.now() % 30_000 > 20_000) server.advance(11_000)
  return authenticatorCode(secret, server.now() + steps * 30_000)
}

async function begin(anna: TestClient): Promise<string> {
  const flow = await unlockedFlow(anna)
  const { body } = await anna.ask<{ secret: string; uri: string }>('/auth/totp/start', { body: { flow } })
  expect(body.uri).toContain(`secret=${body.secret}`)
  return body.secret
}

/** Somebody whose sign-ins need a code; the step that proved it is over. */
async function guarded(): Promise<Guarded> {
  const anna = await new TestClient(server).signUp()
  const secret = await begin(anna)
  const { status, body } = await anna.ask<{ backupCodes: string[] }>('/auth/totp/enable', {
    body: { code: codeOf(secret) },
  })
  expect(status).toBe(200)
  server.advance(60_000)
  return { anna, secret, backupCodes: body.backupCodes }
}

/** The password was right; what is left is the code. @returns the flow that it goes on with */
async function demanded(who: TestClient): Promise<string> {
  const answer = await who.provePassword()
  expect(answer).toMatchObject({ status: 401, code: 'SECOND_FACTOR_NEEDED' })
  expect(answer.body).not.toHaveProperty('blobs')
  return (answer.body as unknown as { data: { flow: string } }).data.flow
}

const show = (who: TestClient, flow: string, code: string) =>
  who.post<{ blobs: unknown[]; flow: string; data: { triesLeft: number } }>('/auth/sign-in/second-factor', {
    flow,
    code,
  })

describe('turning it on', () => {
  test('takes the password and a first code; until then nothing asks for one', async () => {
    const anna = await new TestClient(server).signUp()
    expect(await anna.ask('/auth/totp/start', { body: { flow: randomId() } })).toMatchObject({ code: 'FLOW_UNKNOWN' })
    const secret = await begin(anna)
    expect((await anna.ask('/auth/totp')).body).toEqual({ enabled: false, backupCodes: 0 })
    expect((await anna.provePassword()).status).toBe(200)
    const enable = (code: string) => anna.ask('/auth/totp/enable', { body: { code } })
    expect(await enable(codeOf(secret, 7))).toMatchObject({ code: 'CODE_WRONG' })
    expect((await anna.provePassword()).status).toBe(200)
    expect(await enable(codeOf(secret))).toMatchObject({ status: 200 })
    expect((await anna.ask('/auth/totp')).body).toEqual({ enabled: true, backupCodes: 10 })
    await demanded(anna)
  })

  test('is not begun anew behind the back of the one that is on', async () => {
    const { anna, secret } = await guarded()
    const flow = await unlockedFlow(anna)
    expect(await anna.ask('/auth/totp/start', { body: { flow } })).toMatchObject({ code: 'CONFLICT' })
    expect(await anna.ask('/auth/totp/enable', { body: { code: codeOf(secret) } })).toMatchObject({
      code: 'FLOW_UNKNOWN',
    })
  })

  test('S17 the database holds neither the secret nor a backup code', async () => {
    const { anna, secret, backupCodes } = await guarded()
    const { sql } = server.database
    const raw = Buffer.from(Secret.fromBase32(secret).buffer)
    const [row] = await sql<{ secret: Buffer }[]>`SELECT secret FROM second_factors WHERE user_id = ${anna.user}`
    expect(row?.secret.includes(raw)).toBe(false)
    const hashes = await sql<{ hash: Buffer }[]>`SELECT hash FROM backup_codes WHERE user_id = ${anna.user}`
    expect(hashes).toHaveLength(10)
    expect(new Set(backupCodes).size).toBe(10)
    for (const code of backupCodes) expect(code).toMatch(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/)
    const stored = Buffer.concat(hashes.map(({ hash }) => hash)).toString('latin1')
    for (const code of backupCodes) expect(stored).not.toContain(code.replace('-', ''))
    // Nor does it open for somebody else.
    const other = await guarded()
    await sql`UPDATE second_factors SET secret = ${row?.secret ?? null} WHERE user_id = ${other.anna.user}`
    expect(await show(other.anna, await demanded(other.anna), codeOf(secret))).toMatchObject({ status: 500 })
  })
})

describe('S16 each way in asks for it', () => {
  test('the password alone gives nothing; with the code it goes on as ever', async () => {
    const { anna, secret } = await guarded()
    const flow = await demanded(anna)
    const answer = await show(anna, flow, codeOf(secret))
    expect(answer.status).toBe(200)
    expect(answer.body.blobs).toHaveLength(2)
    anna.person.addDevice()
    const device = { flow: answer.body.flow, chain: anna.entry(-1), device: { name: 'New', kind: 'bot' } }
    expect(await anna.post('/auth/sign-in/device', { ...device, delivery: { kind: 'body' } })).toMatchObject({
      status: 200,
    })
  })

  test('so does recovery by e-mail and words (CVE-2026-30831)', async () => {
    const { anna, secret } = await guarded()
    const { registrationRequest } = client.startRegistration({ password: 'another long password' })
    const { id } = await server.mailTo(anna.email)
    const started = await anna.post<{ flow: string }>('/auth/recovery/start', { email: anna.email, locale: 'en' })
    const code = await server.codeFor(anna.email, id)
    const refused = await anna.post<{ data: { flow: string } }>('/auth/recovery/verify', {
      flow: started.body.flow,
      code,
      registrationRequest,
    })
    expect(refused).toMatchObject({ status: 401, code: 'SECOND_FACTOR_NEEDED' })
    expect(refused.body).not.toHaveProperty('blobs')
    const { flow } = refused.body.data
    // A flow of one way in is nothing on the other.
    expect(await show(anna, flow, codeOf(secret))).toMatchObject({ code: 'FLOW_UNKNOWN' })
    const answer = await anna.post('/auth/recovery/second-factor', { flow, code: codeOf(secret), registrationRequest })
    expect(answer).toMatchObject({ status: 200, body: { user: anna.user, version: 1 } })
  })

  test('what it goes on with can’t be used where the password alone would do', async () => {
    const { anna } = await guarded()
    const flow = await demanded(anna)
    anna.person.addDevice()
    const device = { flow, chain: anna.entry(-1), device: { name: 'Thief', kind: 'bot' }, delivery: { kind: 'body' } }
    expect(await anna.post('/auth/sign-in/device', device)).toMatchObject({ code: 'FLOW_UNKNOWN' })
  })
})

describe('a code', () => {
  test('is good once: who reads it over a shoulder comes too late', async () => {
    const { anna, secret } = await guarded()
    const code = codeOf(secret)
    const [first, second] = [await demanded(anna), await demanded(anna)]
    const answers = await Promise.all([show(anna, first, code), show(anna, second, code)])
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1)
    // Nor is one of the step before, once a later one was taken.
    expect(await show(anna, await demanded(anna), codeOf(secret, -1))).toMatchObject({ code: 'CODE_WRONG' })
  })

  test.each([
    [-2, 'CODE_WRONG'],
    [-1, undefined],
    [1, undefined],
    [2, 'CODE_WRONG'],
  ])('of %i steps from now: %s', async (steps, code) => {
    const { anna, secret } = await guarded()
    expect((await show(anna, await demanded(anna), codeOf(secret, steps))).code).toBe(code)
  })

  test('may be tried five times for one password, and not without end for all of them', async () => {
    const { anna, secret } = await guarded()
    for (let round = 0; round < 5; round++) {
      const flow = await demanded(anna)
      for (let left = 4; left >= 0; left--) {
        const answer = await show(anna, flow, codeOf(secret, 9))
        expect(answer).toMatchObject({ status: 400, code: 'CODE_WRONG', body: { data: { triesLeft: left } } })
      }
      expect(await show(anna, flow, codeOf(secret))).toMatchObject({ code: 'FLOW_UNKNOWN' })
    }
    const flow = await demanded(anna)
    for (let left = 4; left >= 1; left--) await show(anna, flow, codeOf(secret, 9))
    expect(await show(anna, flow, codeOf(secret))).toMatchObject({ status: 429, code: 'RATE_LIMITED' })
  })
})

describe('a backup code', () => {
  test('stands in for the authenticator, once, however it is typed', async () => {
    const { anna, backupCodes } = await guarded()
    const [one = '', two = ''] = backupCodes
    expect((await show(anna, await demanded(anna), one)).status).toBe(200)
    expect(await show(anna, await demanded(anna), one)).toMatchObject({ code: 'CODE_WRONG' })
    expect((await show(anna, await demanded(anna), ` ${two.toLowerCase().replace('-', ' ')}`)).status).toBe(200)
    expect((await anna.ask('/auth/totp')).body).toEqual({ enabled: true, backupCodes: 8 })
  })

  test('is its owner’s alone', async () => {
    const [first, second] = [await guarded(), await guarded()]
    const foreign = first.backupCodes[0] ?? ''
    expect(await show(second.anna, await demanded(second.anna), foreign)).toMatchObject({ code: 'CODE_WRONG' })
  })
})

test('P167 new backup codes take the password and a code; those before are over, and it stays on', async () => {
  const { anna, secret, backupCodes } = await guarded()
  const renew = async (code: string, flow?: string) =>
    anna.ask<{ backupCodes: string[] }>('/auth/totp/backup-codes', {
      body: { flow: flow ?? (await unlockedFlow(anna)), code },
    })
  expect(await renew(codeOf(secret), randomId())).toMatchObject({ code: 'FLOW_UNKNOWN' })
  expect(await renew(codeOf(secret, 9))).toMatchObject({ code: 'CODE_WRONG' })
  const { status, body } = await renew(backupCodes[0] ?? '')
  expect(status).toBe(200)
  expect(body.backupCodes).toHaveLength(10)
  expect((await anna.ask('/auth/totp')).body).toEqual({ enabled: true, backupCodes: 10 })
  expect(await show(anna, await demanded(anna), backupCodes[1] ?? '')).toMatchObject({ code: 'CODE_WRONG' })
  expect((await show(anna, await demanded(anna), body.backupCodes[1] ?? '')).status).toBe(200)
  const none = await new TestClient(server).signUp()
  const flow = await unlockedFlow(none)
  expect(await none.ask('/auth/totp/backup-codes', { body: { flow, code: '123456' } })).toMatchObject({
    code: 'NOT_FOUND',
  })
})

test('it goes off with the password and a code, and takes the backup codes along', async () => {
  const { anna, secret, backupCodes } = await guarded()
  const disable = async (code: string, flow?: string) =>
    anna.ask('/auth/totp/disable', { body: { flow: flow ?? (await unlockedFlow(anna)), code } })
  expect(await disable(codeOf(secret), randomId())).toMatchObject({ code: 'FLOW_UNKNOWN' })
  expect(await disable(codeOf(secret, 9))).toMatchObject({ code: 'CODE_WRONG' })
  expect((await anna.ask('/auth/totp')).body).toMatchObject({ enabled: true })
  expect(await disable(backupCodes[3] ?? '')).toMatchObject({ status: 200 })
  expect((await anna.ask('/auth/totp')).body).toEqual({ enabled: false, backupCodes: 0 })
  expect((await anna.provePassword()).status).toBe(200)
  expect(await disable(codeOf(secret))).toMatchObject({ code: 'NOT_FOUND' })
})

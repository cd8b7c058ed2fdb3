import { CHAIN_OP, encodeChainEntry, passwordChangeInput } from '@soroka/protocol/records'
import { client } from '@serenity-kit/opaque'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { body, startTestServer, TestClient, type TestSession } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { TestPerson } from '../../testing/people.ts'

let server: TestServer
let anna: TestClient

beforeAll(async () => {
  server = await startTestServer()
  anna = await new TestClient(server).signUp()
})
afterAll(() => server.stop())

/** The same person somewhere else, with this password. */
function elsewhere(who: TestClient, password = who.password): TestClient {
  const client = new TestClient(server, who.email)
  client.password = password
  client.person = who.person
  return client
}

/** Comes from this address, as a proxy on this machine would tell. */
const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip } })

describe('signing in', () => {
  test('with the right password gives the chain, the wraps, and after device_add a session of its own', async () => {
    const proved = await elsewhere(anna).provePassword()
    expect(proved.body).toMatchObject({
      user: anna.user,
      chain: [anna.entry(0)],
      blobs: [{ kind: 'as.password' }, { kind: 'as.recovery' }],
    })
    const second = await anna.signIn()
    expect(second.session.session).not.toBe(anna.session.session)
    expect((await second.ask('/account')).body).toMatchObject({ id: anna.user })
    expect(await second.refresh()).toMatchObject({ status: 200 })
  })

  test('with a wrong password, for a wrong address, or with a proof of another flow is refused alike (CVE-2026-28514)', async () => {
    const wrong = elsewhere(anna, 'wrong')
    const started = await wrong.startSignIn()
    expect(wrong.proof(started)).toBeUndefined()
    const unknown = new TestClient(server)
    const nobody = await unknown.startSignIn()
    expect(unknown.proof(nobody)).toBeUndefined()
    const right = elsewhere(anna)
    const good = right.proof(await right.startSignIn())
    for (const flow of [started.answer.body.flow, nobody.answer.body.flow]) {
      const answer = await anna.post('/auth/sign-in/finish', { flow, finishLoginRequest: good })
      expect(answer).toMatchObject({ status: 401, code: 'CREDENTIALS_WRONG' })
      expect(answer.body['data']).toBeUndefined()
    }
  })

  test('proves a password once: neither the flow nor the proof can be used again', async () => {
    const who = elsewhere(anna)
    const started = await who.startSignIn()
    const input = { flow: started.answer.body.flow, finishLoginRequest: who.proof(started) }
    const answers = await Promise.all([
      who.post('/auth/sign-in/finish', input),
      who.post('/auth/sign-in/finish', input),
    ])
    expect(new Set(answers.map((answer) => answer.code))).toEqual(new Set(['FLOW_UNKNOWN', undefined]))
    const late = await who.startSignIn()
    server.advance(5 * 60_000 + 1)
    expect(
      await who.post('/auth/sign-in/finish', { flow: late.answer.body.flow, finishLoginRequest: who.proof(late) }),
    ).toMatchObject({ code: 'FLOW_UNKNOWN' })
  })

  test('a flow of one step opens no other one', async () => {
    const who = elsewhere(anna)
    const started = await who.startSignIn()
    const device = {
      flow: started.answer.body.flow,
      chain: anna.entry(0),
      device: { name: 'x', kind: 'bot' },
      delivery: body,
    }
    expect(await who.post('/auth/sign-in/device', device)).toMatchObject({ code: 'FLOW_UNKNOWN' })
    expect(
      await who.post('/auth/recovery/verify', { flow: device.flow, code: '000000', registrationRequest: 'AAAA' }),
    ).toMatchObject({ code: 'FLOW_UNKNOWN' })
    const proved = await who.provePassword()
    expect(
      await who.post('/auth/sign-in/finish', { flow: proved.body.flow, finishLoginRequest: 'AAAA' }),
    ).toMatchObject({ code: 'FLOW_UNKNOWN' })
  })

  test('with an entry that does not follow the head gets the entries it lacks, and may go on', async () => {
    const who = await new TestClient(server).signUp()
    const proved = await who.provePassword()
    const { id, signPub, sealPub } = new TestPerson().device
    const late = { op: CHAIN_OP.device_add, device: { id, signPub, sealPub } }
    const chain = () => Buffer.from(encodeChainEntry(who.person.nextEntry(late))).toString('base64url')
    const input = { flow: proved.body.flow, chain: chain(), device: { name: 'Late', kind: 'bot' }, delivery: body }
    await who.signIn()
    const answer = await who.post('/auth/sign-in/device', input)
    expect(answer).toMatchObject({
      status: 409,
      code: 'CHAIN_CONFLICT',
      body: { data: { head: 1, from: 1, entries: [who.entry(1)] } },
    })
    expect(await who.post('/auth/sign-in/device', { ...input, chain: chain() })).toMatchObject({ status: 200 })
    expect(await who.post('/auth/sign-in/device', { ...input, chain: chain() })).toMatchObject({ code: 'FLOW_UNKNOWN' })
  })

  test('refuses an entry that is no device_add', async () => {
    const who = await new TestClient(server).signUp()
    const proved = await who.provePassword()
    who.person.append({ op: 4, device: who.person.device.id })
    const input = { flow: proved.body.flow, chain: who.entry(-1), device: { name: 'x', kind: 'bot' }, delivery: body }
    expect(await who.post('/auth/sign-in/device', input)).toMatchObject({
      code: 'CHAIN_REFUSED',
      body: { data: { reason: 'op' } },
    })
  })

  test('S16 a hundred people at once all get in', async () => {
    const who = await new TestClient(server).signUp()
    const flows = await Promise.all(
      Array.from({ length: 100 }, async (_, at) => {
        const one = elsewhere(who)
        const started = await one.startSignIn(from(`198.51.100.${at}`))
        return one.post(
          '/auth/sign-in/finish',
          { flow: started.answer.body.flow, finishLoginRequest: one.proof(started) },
          from(`198.51.100.${at}`),
        )
      }),
    )
    expect(flows.map((answer) => answer.status).filter((status) => status !== 200)).toEqual([])
  })
})

test('S7 behind a proxy that keeps the addresses to itself the limit of one address holds for all', async () => {
  const hidden = await startTestServer({ env: { PUBLIC_URL: 'https://chat.example.org' } })
  try {
    const answers = await Promise.all(
      Array.from({ length: 70 }, async () => (await new TestClient(hidden).startSignIn()).answer.status),
    )
    expect(answers.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10)
  } finally {
    await hidden.stop()
  }
})

describe('S7 what a stranger learns', () => {
  test('an unknown address gets the same fake answer shape each time, and the same tries', async () => {
    const unknown = new TestClient(server)
    const first = await unknown.startSignIn(from('203.0.113.1'))
    const known = await elsewhere(anna).startSignIn(from('203.0.113.1'))
    expect(first.answer.body.loginResponse).toHaveLength(known.answer.body.loginResponse.length)
    expect(Object.keys(first.answer.body)).toEqual(Object.keys(known.answer.body))
    const codes = async (client: TestClient) => {
      const seen: (string | undefined)[] = []
      for (let at = 0; at < 12; at++) seen.push((await client.startSignIn(from('203.0.113.2'))).answer.code)
      return seen
    }
    const [strange, familiar] = [await codes(unknown), await codes(elsewhere(anna))]
    expect(strange).toEqual(familiar)
    expect(strange.filter((code) => code === 'RATE_LIMITED')).toHaveLength(2)
  })

  test('a right password makes earlier mistakes forgotten', async () => {
    const who = await new TestClient(server).signUp()
    for (let at = 0; at < 9; at++) await elsewhere(who, 'wrong').startSignIn(from('203.0.113.3'))
    const right = elsewhere(who)
    const started = await right.startSignIn(from('203.0.113.3'))
    const input = { flow: started.answer.body.flow, finishLoginRequest: right.proof(started) }
    expect(await right.post('/auth/sign-in/finish', input, from('203.0.113.3'))).toMatchObject({ status: 200 })
    expect((await right.startSignIn(from('203.0.113.3'))).answer.status).toBe(200)
  })

  test('one address that tries many accounts is stopped, others are not', async () => {
    const codes: (string | undefined)[] = []
    for (let at = 0; at < 65; at++)
      codes.push((await new TestClient(server).startSignIn(from('203.0.113.4'))).answer.code)
    expect(codes.slice(0, 60).every((code) => code === undefined)).toBe(true)
    expect(codes.at(-1)).toBe('RATE_LIMITED')
    expect((await new TestClient(server).startSignIn(from('203.0.113.5'))).answer.status).toBe(200)
    const six = (tail: number) => from(`2001:db8:1:2::${tail}`)
    const same: (string | undefined)[] = []
    for (let at = 0; at < 65; at++) same.push((await new TestClient(server).startSignIn(six(at + 1))).answer.code)
    expect(same.at(-1)).toBe('RATE_LIMITED')
  })

  test('200 timed tries: known and unknown addresses take the same time', async () => {
    const who = await new TestClient(server).signUp()
    const [known, unknown]: [number[], number[]] = [[], []]
    const timed = async (client: TestClient, ip: string) => {
      const input = { email: client.email, startLoginRequest: request }
      const begun = performance.now()
      await client.post('/auth/sign-in/start', input, from(ip))
      return performance.now() - begun
    }
    const request = client.startLogin({ password: 'x' }).startLoginRequest
    for (let at = 0; at < 20; at++) await timed(new TestClient(server), `198.18.${at}.1`)
    // The limit counts by account too: time passes between the tries.
    for (let at = 0; at < 200; at++) {
      const pair = [
        () => timed(elsewhere(who), `198.18.1.${at}`).then((ms) => known.push(ms)),
        () => timed(new TestClient(server), `198.18.2.${at}`).then((ms) => unknown.push(ms)),
      ]
      for (const run of at % 2 === 0 ? pair : pair.toReversed()) await run()
      server.advance(60_000)
    }
    const median = (list: number[]) => list.toSorted((a, b) => a - b)[list.length / 2] ?? 0
    const spread = median(known.map((ms) => Math.abs(ms - median(known))))
    expect(Math.abs(median(known) - median(unknown)), `${median(known)} ${median(unknown)} ms`).toBeLessThan(
      Math.max(0.5, 2 * spread),
    )
  }, 60_000)
})

describe('R10 a forgotten password', () => {
  async function verified(who: TestClient) {
    const before = await server.mailTo(who.email)
    const started = await who.post<{ flow: string }>('/auth/recovery/start', { email: who.email, locale: 'ru' })
    const mail = await server.mailTo(who.email, before.id)
    const code = /\d{6}/.exec(mail.text)?.[0]
    const registration = client.startRegistration({ password: 'the new one' })
    const answer = await who.post<{
      flow: string
      registrationResponse: string
      version: number
      chain: string[]
      blobs: { kind: string }[]
    }>('/auth/recovery/verify', {
      flow: started.body.flow,
      code,
      registrationRequest: registration.registrationRequest,
    })
    return { answer, registration, mail }
  }

  async function finishInput(who: TestClient) {
    const { answer, registration } = await verified(who)
    const { registrationRecord } = client.finishRegistration({
      clientRegistrationState: registration.clientRegistrationState,
      registrationResponse: answer.body.registrationResponse,
      password: 'the new one',
      keyStretching: { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } },
    })
    const factor = who.factorEntry()
    const device = who.person.addDevice()
    const wrap = { kind: 'as.password', bytes: 'bmV3d3JhcA' }
    const sign = (change: object = {}) =>
      Buffer.from(
        who.person.signAsAccount(
          passwordChangeInput({
            user: who.user,
            version: answer.body.version + 1,
            opaqueRecord: Buffer.from(registrationRecord, 'base64url'),
            wrap: Buffer.from(wrap.bytes, 'base64url'),
            entry: Buffer.from(factor, 'base64url'),
            ...change,
          }),
        ),
      ).toString('base64url')
    const input = {
      flow: answer.body.flow,
      registrationRecord,
      wrap,
      signature: sign(),
      chain: [factor, who.entry(-1)],
      device: { name: 'Again', kind: 'bot' },
      delivery: body,
    }
    return { input, sign, device }
  }
  const finish = (who: TestClient, input: object) => who.post<{ session: TestSession }>('/auth/recovery/finish', input)

  test('is changed by the account key in one step: the new one opens, the old one does not, other sessions stay', async () => {
    const who = await new TestClient(server).signUp()
    const { input, device } = await finishInput(who)
    const answer = await finish(who, input)
    expect(answer.status).toBe(200)
    expect(
      await elsewhere(who)
        .startSignIn()
        .then((started) => elsewhere(who).proof(started)),
    ).toBeUndefined()
    const again = await elsewhere(who, 'the new one').provePassword()
    expect(again.body.blobs).toContainEqual(input.wrap)
    expect(again.body.chain).toHaveLength(3)
    expect(await who.ask('/account')).toMatchObject({ status: 200 })
    who.adopt(answer.body.session, device)
    expect(await who.refresh()).toMatchObject({ status: 200 })
  })

  test('the code alone changes nothing, and does not give the wrap of the old password', async () => {
    const who = await new TestClient(server).signUp()
    const { answer, mail } = await verified(who)
    expect(answer.body.blobs.map((blob) => blob.kind)).toEqual(['as.recovery'])
    expect(mail.subject).toContain('код для нового пароля')
    expect(await elsewhere(who).provePassword()).toMatchObject({ status: 200 })
  })

  test('a signature by another key, for another record, wrap, version or entry is refused', async () => {
    const who = await new TestClient(server).signUp()
    const { input, sign } = await finishInput(who)
    for (const signature of [
      Buffer.alloc(64).toString('base64url'),
      sign({ version: 1 }),
      sign({ version: 3 }),
      sign({ wrap: Buffer.from('other') }),
      sign({ opaqueRecord: Buffer.alloc(192) }),
      sign({ entry: Buffer.from('other') }),
      sign({ user: anna.user }),
    ])
      expect(await finish(who, { ...input, signature })).toMatchObject({ status: 401, code: 'SIGNATURE_WRONG' })
    expect(await finish(who, { ...input, chain: [input.chain[0]] })).toMatchObject({ code: 'CHAIN_REFUSED' })
    expect(await finish(who, { ...input, chain: input.chain.toReversed() })).toMatchObject({ status: 401 })
    expect(await finish(who, input)).toMatchObject({ status: 200 })
    expect(await finish(who, input)).toMatchObject({ code: 'FLOW_UNKNOWN' })
  })

  test('of two changes at once one wins, whole', async () => {
    const who = await new TestClient(server).signUp()
    const { answer: other } = await verified(who)
    const { input } = await finishInput(who)
    expect(await finish(who, input)).toMatchObject({ status: 200 })
    expect(await finish(who, { ...input, flow: other.body.flow })).toMatchObject({ code: 'FLOW_UNKNOWN' })
  })

  test('for an address without an account reads the same, and tells only the mailbox', async () => {
    const nobody = new TestClient(server)
    const unknown = await nobody.post('/auth/recovery/start', { email: nobody.email, locale: 'en' })
    const who = await new TestClient(server).signUp()
    const known = await who.post('/auth/recovery/start', { email: who.email, locale: 'en' })
    expect(Object.keys(unknown.body)).toEqual(Object.keys(known.body))
    expect((await server.mailTo(nobody.email)).subject).toContain('no Soroka account')
    const wrong = {
      code: '000000',
      registrationRequest: client.startRegistration({ password: 'x' }).registrationRequest,
    }
    const answers = [
      await who.post('/auth/recovery/verify', { ...wrong, flow: unknown.body['flow'] }),
      await who.post('/auth/recovery/verify', { ...wrong, flow: known.body['flow'] }),
    ]
    expect(answers[0]?.body).toEqual(answers[1]?.body)
  })
})

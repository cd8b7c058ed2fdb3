import type { UserId } from '@soroka/protocol'
import { CHAIN_OP, FACTOR, factorBlob, fingerprintFactor, SEAL_PUBLIC_BYTES } from '@soroka/protocol/records'
import type { Factor } from '@soroka/protocol/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { random, randomId } from '../../testing/people.ts'
import { unlockedFlow } from '../../testing/renewals.ts'
import { SoftPasskey } from '../../testing/soft-passkey.ts'
import type { Twist } from '../../testing/soft-passkey.ts'

let server: TestServer
let origin: string

beforeAll(async () => {
  server = await startTestServer()
  origin = `http://localhost:${server.port}`
})
afterAll(() => server.stop())

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const wrong = { status: 401, code: 'SIGNATURE_WRONG' }
const unknownFlow = { status: 400, code: 'FLOW_UNKNOWN' }
const headers = () => ({ origin, 'x-soroka': '1' })

interface Asked {
  flow: string
  challenge: string
  rp: string
}

async function begin(who: TestClient): Promise<Asked> {
  const body = { flow: await unlockedFlow(who) }
  return (await who.ask<Asked>('/auth/passkeys/start', { body, headers: headers() })).body
}

/** Adds a passkey; the person's chain grows when the server took it. */
async function add(
  who: TestClient,
  { twist = {}, asked = null as Asked | null, key = new SoftPasskey(), proved = true } = {},
) {
  const given = asked ?? (await begin(who))
  const factor: Factor = { kind: FACTOR.passkey, pub: random(SEAL_PUBLIC_BYTES) }
  const entries = who.person.nextEntries([{ op: CHAIN_OP.factor, factor }])
  const passkey = key.create({ ...given, origin }, twist)
  const wrap = { kind: factorBlob(factor), bytes: randomId(1292) }
  const unlocked = proved ? await unlockedFlow(who) : randomId()
  const body = { flow: given.flow, unlocked, name: 'Phone', passkey, entry: text(entries[0] ?? random(0)), wrap }
  const answer = await who.ask('/auth/passkeys', { body, headers: headers() })
  if (answer.status === 200) who.person.take(entries)
  return { answer, key, factor, wrap }
}

const challenge = async (who: TestClient) =>
  (await who.post<Asked>('/auth/passkeys/sign-in/start', {}, { headers: headers() })).body

async function signIn(who: TestClient, key: SoftPasskey, twist: Twist = {}, asked?: Asked) {
  const given = asked ?? (await challenge(who))
  const passkey = key.use({ ...given, origin }, twist)
  return who.post<{ user: UserId; blobs: { kind: string }[]; chain: string[] }>(
    '/auth/passkeys/sign-in/finish',
    { flow: given.flow, passkey },
    { headers: headers() },
  )
}

const person = () => new TestClient(server).signUp()

test('P216 a passkey is added with the password, opens the account, and is listed with its last use', async () => {
  const anna = await person()
  const { answer, key, wrap, factor } = await add(anna)
  expect(answer).toMatchObject({ status: 200, body: { id: key.id } })
  const listed = async () => (await anna.ask<{ passkeys: object[] }>('/auth/passkeys')).body.passkeys
  const facts = { id: key.id, name: 'Phone', factor: text(fingerprintFactor(factor.pub)) }
  expect(await listed()).toEqual([{ ...facts, addedAt: expect.any(Number), usedAt: null }])
  const opened = await signIn(anna, key, { userHandle: anna.user })
  expect(opened).toMatchObject({ status: 200, body: { user: anna.user } })
  expect(opened.body.blobs.map(({ kind }) => kind)).toContain(wrap.kind)
  expect(await listed()).toEqual([expect.objectContaining({ usedAt: expect.any(Number) })])
  expect(await (await person()).ask('/auth/passkeys')).toMatchObject({ body: { passkeys: [] } })
})

test('P217 a challenge is good once, for five minutes, and for its own purpose', async () => {
  const anna = await person()
  const { key } = await add(anna)
  const asked = await challenge(anna)
  expect((await signIn(anna, key, {}, asked)).status).toBe(200)
  expect(await signIn(anna, key, {}, asked)).toMatchObject(unknownFlow)
  expect(await signIn(anna, key, { challenge: asked.challenge })).toMatchObject(wrong)
  const late = await challenge(anna)
  server.advance(5 * 60_000 + 1)
  expect(await signIn(anna, key, {}, late)).toMatchObject(unknownFlow)
  expect((await add(anna, { asked: await challenge(anna) })).answer).toMatchObject(unknownFlow)
  expect(await signIn(anna, key, {}, await begin(anna))).toMatchObject(unknownFlow)
})

test('P217 a failed answer uses the challenge up', async () => {
  const anna = await person()
  const { key } = await add(anna)
  const asked = await challenge(anna)
  expect(await signIn(anna, key, { verified: false }, asked)).toMatchObject(wrong)
  expect(await signIn(anna, key, {}, asked)).toMatchObject(unknownFlow)
})

test('P218 another origin, another name, or a holder who was not verified: not made and not let in', async () => {
  const anna = await person()
  const { key } = await add(anna)
  const twists: Twist[] = [{ origin: 'https://evil.example' }, { rp: 'evil.example' }, { verified: false }]
  for (const twist of twists) {
    expect((await add(anna, { twist })).answer, JSON.stringify(twist)).toMatchObject(wrong)
    expect(await signIn(anna, key, twist), JSON.stringify(twist)).toMatchObject(wrong)
  }
  const path = '/auth/passkeys/sign-in/start'
  expect(await anna.post(path, {})).toMatchObject({ code: 'ORIGIN_WRONG' })
  expect(await anna.post(path, {}, { headers: { origin: 'https://evil.example' } })).toMatchObject({
    code: 'ORIGIN_WRONG',
  })
})

test('P218 a copy that counts behind its original is refused, and so is the passkey of somebody else', async () => {
  const [anna, boris] = [await person(), await person()]
  const { key } = await add(anna)
  expect((await signIn(anna, key)).status).toBe(200)
  key.counter -= 1
  expect(await signIn(anna, key)).toMatchObject(wrong)
  expect(await signIn(anna, key, { userHandle: boris.user })).toMatchObject(wrong)
  expect(await signIn(anna, new SoftPasskey())).toMatchObject({ status: 401, code: 'PASSKEY_UNKNOWN' })
  expect((await add(boris, { key })).answer).toMatchObject({ status: 409, code: 'CONFLICT' })
})

test('P216 it takes the password: neither a challenge nor an entry without it, nor from another session', async () => {
  const anna = await person()
  const second = await anna.signIn()
  const start = { body: { flow: randomId() }, headers: headers() }
  expect(await anna.ask('/auth/passkeys/start', start)).toMatchObject(unknownFlow)
  expect((await add(anna, { proved: false })).answer).toMatchObject(unknownFlow)
  expect((await add(second, { asked: await begin(anna) })).answer).toMatchObject(unknownFlow)
})

test('P219 a passkey that is removed opens nothing; its wrap is gone, the others stay', async () => {
  const [anna, boris] = [await person(), await person()]
  const [first, second] = [await add(anna), await add(anna)]
  const remove = async (who: TestClient, { key, factor }: typeof first, unlocked?: string) => {
    const entries = anna.person.nextEntries([{ op: CHAIN_OP.factor_remove, fp: fingerprintFactor(factor.pub) }])
    const entry = text(entries[0] ?? random(0))
    const body = { unlocked: unlocked ?? (await unlockedFlow(who)), id: key.id, entry }
    const answer = await who.ask('/auth/passkeys/remove', { body })
    if (answer.status === 200) anna.person.take(entries)
    return answer
  }
  expect(await remove(boris, first)).toMatchObject({ code: 'NOT_FOUND' })
  expect(await remove(anna, first, randomId())).toMatchObject(unknownFlow)
  expect(await remove(anna, { ...first, factor: second.factor })).toMatchObject({ code: 'CHAIN_REFUSED' })
  expect(await remove(anna, first)).toMatchObject({ status: 200 })
  expect(await signIn(anna, first.key)).toMatchObject({ code: 'PASSKEY_UNKNOWN' })
  const { blobs } = (await signIn(anna, second.key)).body
  expect(blobs.map(({ kind }) => kind)).toContain(second.wrap.kind)
  expect(blobs.map(({ kind }) => kind)).not.toContain(first.wrap.kind)
})

test('P219 somebody who is suspended is let in by no passkey', async () => {
  const anna = await person()
  const { key } = await add(anna)
  await server.database.sql`UPDATE users SET suspended_at = 1 WHERE id = ${anna.user}`
  expect(await signIn(anna, key)).toMatchObject({ code: 'ACCOUNT_SUSPENDED' })
})

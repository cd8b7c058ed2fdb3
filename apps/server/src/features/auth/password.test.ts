import { CHAIN_OP, FACTOR } from '@soroka/protocol/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { factorEntry, passwordInput } from '../../testing/password-change.ts'
import { randomId } from '../../testing/people.ts'
import { renewalOf, unlock, unlockedFlow } from '../../testing/renewals.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const next = 'another long password'

async function withTwo(): Promise<{ anna: TestClient; tablet: TestClient }> {
  const anna = await new TestClient(server).signUp()
  return { anna, tablet: await anna.signIn() }
}

/** Whether this password lets somebody in. */
async function opens(who: TestClient, password: string): Promise<boolean> {
  const elsewhere = new TestClient(server, who.email)
  elsewhere.password = password
  const started = await elsewhere.startSignIn()
  return elsewhere.proof(started) !== undefined
}

describe('R10 another password', () => {
  test('is taken whole; the others stay signed in, and the old one opens nothing', async () => {
    const { anna, tablet } = await withTwo()
    const input = await passwordInput(anna, next)
    expect(await anna.ask('/auth/password', { body: input })).toMatchObject({ status: 200, body: { version: 2 } })
    expect(await opens(anna, next)).toBe(true)
    expect(await opens(anna, anna.password)).toBe(false)
    expect((await tablet.ask('/account')).status).toBe(200)
    anna.password = next
    const blobs = (await anna.provePassword()).body.blobs
    expect(blobs.find(({ kind }) => kind === 'as.password')?.bytes).toBe(input.wrap.bytes)
    const chain = (await anna.ask<{ entries: string[] }>(`/users/${anna.user}/chain`)).body.entries
    expect(chain.at(-1)).toBe(input.entry)
  })

  test('needs the old one, proved by this device, once', async () => {
    const { anna, tablet } = await withTwo()
    const input = await passwordInput(anna, next)
    for (const [who, flow] of [
      [tablet, input.flow],
      [anna, randomId()],
    ] as const)
      expect(await who.ask('/auth/password', { body: { ...input, flow } })).toMatchObject({ code: 'FLOW_UNKNOWN' })
    expect(await opens(anna, next)).toBe(false)
  })

  test('needs the signature of the account over all of it', async () => {
    const { anna } = await withTwo()
    const input = await passwordInput(anna, next)
    const other = await passwordInput(anna, next)
    for (const change of [
      { signature: other.signature },
      { wrap: other.wrap },
      { registrationRecord: other.registrationRecord },
    ])
      expect(await anna.ask('/auth/password', { body: { ...input, ...change } })).toMatchObject({
        status: 401,
        code: 'SIGNATURE_WRONG',
      })
    expect(await anna.ask('/auth/password', { body: input })).toMatchObject({ status: 200 })
  })

  test('names a factor for the password and nothing else', async () => {
    const { anna } = await withTwo()
    const input = await passwordInput(anna, next, factorEntry(anna, FACTOR.recovery))
    expect(await anna.ask('/auth/password', { body: input })).toMatchObject({ code: 'CHAIN_REFUSED' })
    expect(await opens(anna, anna.password)).toBe(true)
  })

  test('of two devices that change it at once one wins, and the other is told', async () => {
    const { anna, tablet } = await withTwo()
    const inputs = [await passwordInput(anna, next), await passwordInput(tablet, 'a third long password')]
    const answers = await Promise.all([anna, tablet].map((who, at) => who.ask('/auth/password', { body: inputs[at] })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]))
    expect(answers.find(({ status }) => status === 409)?.code).toBe('CONFLICT')
    const opened = [await opens(anna, next), await opens(anna, 'a third long password')]
    expect(opened).toEqual(answers.map(({ status }) => status === 200))
  })

  test('ends what somebody has begun with the old one', async () => {
    const { anna } = await withTwo()
    const thief = await anna.provePassword()
    const input = await passwordInput(anna, next)
    const entry = Buffer.from(input.entry, 'base64url')
    expect((await anna.ask('/auth/password', { body: input })).status).toBe(200)
    anna.person.take([entry])
    anna.person.addDevice()
    expect(
      await anna.post('/auth/sign-in/device', {
        flow: thief.body.flow,
        chain: anna.entry(-1),
        device: { name: 'Thief', kind: 'bot' },
        delivery: { kind: 'body' },
      }),
    ).toMatchObject({ code: 'FLOW_UNKNOWN' })
  })

  test('with a renewal all other devices end, in the same act or not at all', async () => {
    const { anna, tablet } = await withTwo()
    const entry = factorEntry(anna)
    const change = {
      op: CHAIN_OP.factor,
      factor: { kind: FACTOR.password, pub: entry.slice(-64 - 1216, -64) },
    } as const
    const { renewal } = renewalOf(anna, [tablet.device.id], [change])
    // The chain's first entry is the password's own.
    const [first = '', ...chain] = renewal.chain
    const input = await passwordInput(anna, next, new Uint8Array(Buffer.from(first, 'base64url')))
    const broken = { ...renewal, chain, boxes: [] }
    expect((await anna.ask('/auth/password', { body: { ...input, renewal: broken } })).status).toBe(400)
    expect((await tablet.ask('/account')).status).toBe(200)
    expect(await opens(anna, anna.password)).toBe(true)
    const whole = { ...input, renewal: { ...renewal, chain } }
    expect(await anna.ask('/auth/password', { body: whole })).toMatchObject({ status: 200 })
    expect(await tablet.ask('/account')).toMatchObject({ code: 'SESSION_ENDED' })
    expect(await opens(anna, next)).toBe(true)
  })
})

describe('another recovery key', () => {
  async function recoveryInput(who: TestClient, kind: 1 | 2 = FACTOR.recovery) {
    const entry = Buffer.from(factorEntry(who, kind)).toString('base64url')
    return { flow: await unlockedFlow(who), wrap: { kind: 'as.recovery', bytes: randomId(1292) }, entry }
  }

  test('takes the place of the one before, and is not said to be saved', async () => {
    const anna = await new TestClient(server).signUp()
    await anna.ask('/account', { method: 'PATCH', body: { recoverySaved: true } })
    const input = await recoveryInput(anna)
    expect(await anna.ask('/auth/recovery-key', { method: 'PUT', body: input })).toMatchObject({ status: 200 })
    expect((await anna.ask('/account')).body).toMatchObject({ recoverySavedAt: null })
    const blobs = (await unlock(anna))?.body.blobs ?? []
    expect(blobs.find(({ kind }) => kind === 'as.recovery')?.bytes).toBe(input.wrap.bytes)
  })

  test('needs the password, and an entry for a recovery key', async () => {
    const anna = await new TestClient(server).signUp()
    const input = await recoveryInput(anna)
    const put = (body: object) => anna.ask('/auth/recovery-key', { method: 'PUT', body })
    expect(await put({ ...input, flow: randomId() })).toMatchObject({ code: 'FLOW_UNKNOWN' })
    expect(await put({ ...input, wrap: { ...input.wrap, kind: 'as.password' } })).toMatchObject({ code: 'BAD_REQUEST' })
    expect(await put(await recoveryInput(anna, FACTOR.password))).toMatchObject({ code: 'CHAIN_REFUSED' })
    expect(await put(input)).toMatchObject({ status: 200 })
  })
})

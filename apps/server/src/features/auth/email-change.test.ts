import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { randomId } from '../../testing/people.ts'
import { unlockedFlow } from '../../testing/renewals.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const fresh = () =>
  `${randomId(9)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, 'x')}@example.net`

interface Begun {
  readonly anna: TestClient
  readonly address: string
  readonly flow: string
  readonly oldCode: string
  readonly newCode: string
}

async function begin(address = fresh()): Promise<Begun> {
  const anna = await new TestClient(server).signUp()
  const before = (await server.mailTo(anna.email)).id
  const { status, body } = await anna.ask<{ flow: string }>('/auth/email/start', {
    body: { flow: await unlockedFlow(anna), email: address },
  })
  expect(status).toBe(200)
  const oldCode = await server.codeFor(anna.email, before)
  const mail = await server.mailTo(address)
  return { anna, address, flow: body.flow, oldCode, newCode: /\b\d{6}\b/.exec(mail.text)?.[0] ?? '000000' }
}

const finish = ({ anna, flow }: Begun, codes: { oldCode: string; newCode: string }) =>
  anna.ask('/auth/email/finish', { body: { flow, ...codes } })

const other = (code: string): string => (code === '111111' ? '222222' : '111111')

test('S8 another address takes a code from both mailboxes; then it signs in, and the old one does not', async () => {
  const begun = await begin()
  const { anna, address, oldCode, newCode } = begun
  expect(await finish(begun, { oldCode, newCode: other(newCode) })).toMatchObject({ code: 'CODE_WRONG' })
  expect(await finish(begun, { oldCode: other(oldCode), newCode })).toMatchObject({ code: 'CODE_WRONG' })
  expect((await anna.ask('/account')).body).toMatchObject({ email: anna.email })
  expect(await finish(begun, { oldCode, newCode })).toMatchObject({ status: 200, body: { email: address } })
  expect((await anna.ask('/account')).body).toMatchObject({ email: address })
  const moved = new TestClient(server, address)
  expect((await moved.provePassword()).body).toMatchObject({ user: anna.user })
  expect(anna.proof(await anna.startSignIn())).toBeUndefined()
  expect(await finish(begun, { oldCode, newCode })).toMatchObject({ code: 'FLOW_UNKNOWN' })
})

test('it takes the password, and goes on in the session that began it', async () => {
  const begun = await begin()
  const { anna, oldCode, newCode } = begun
  expect(await anna.ask('/auth/email/start', { body: { flow: randomId(), email: fresh() } })).toMatchObject({
    code: 'FLOW_UNKNOWN',
  })
  const tablet = await anna.signIn()
  expect(await finish({ ...begun, anna: tablet }, { oldCode, newCode })).toMatchObject({ code: 'FLOW_UNKNOWN' })
  expect((await anna.ask('/account')).body).toMatchObject({ email: anna.email })
})

test('S7 a taken address is answered alike, told by mail alone, and never taken over', async () => {
  const boris = await new TestClient(server).signUp()
  const begun = await begin(boris.email)
  expect((await server.mailTo(boris.email)).subject).toBe('You already have a Soroka account')
  const { oldCode, newCode } = begun
  expect(await finish(begun, { oldCode, newCode })).toMatchObject({ code: 'CODE_WRONG' })
  expect((await boris.ask('/account')).body).toMatchObject({ email: boris.email })
})

test('S7 who is quicker has the address', async () => {
  const address = fresh()
  const [first, second] = [await begin(address), await begin(address)]
  expect(await finish(second, second)).toMatchObject({ status: 200 })
  expect(await finish(first, first)).toMatchObject({ status: 400, code: 'FLOW_UNKNOWN' })
})

test('S8 both codes are guessed five times at most, and hold for a quarter of an hour', async () => {
  const begun = await begin()
  for (let left = 4; left >= 0; left--)
    expect(await finish(begun, { oldCode: begun.oldCode, newCode: other(begun.newCode) })).toMatchObject({
      code: 'CODE_WRONG',
      body: { data: { triesLeft: left } },
    })
  expect(await finish(begun, begun)).toMatchObject({ code: 'CODE_EXPIRED' })
  const late = await begin()
  server.advance(16 * 60_000)
  late.anna.adopt((await late.anna.refresh()).body)
  expect(await finish(late, late)).toMatchObject({ code: 'FLOW_UNKNOWN' })
})

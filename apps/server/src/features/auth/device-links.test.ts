import type { DeviceLinkId } from '@soroka/protocol'
import { CHAIN_OP, deviceChallengeInput } from '@soroka/protocol/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { bare, makeDevice, newBox, randomId, signBytes } from '../../testing/people.ts'
import type { TestDevice } from '../../testing/people.ts'
import { revoke, unlockedFlow } from '../../testing/renewals.ts'
import type { TestSession } from '../../testing/test-client.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** A device without an account that shows its code. */
class NewDevice {
  readonly keys: TestDevice = makeDevice()
  readonly claim = randomId(32)
  readonly client = new TestClient(server)
  link = '' as DeviceLinkId

  async begin(): Promise<this> {
    const { id, signPub, sealPub } = this.keys
    const body = {
      claim: this.claim,
      device: { id, signPub: text(signPub), sealPub: text(sealPub) },
      info: { name: 'Phone', kind: 'web' },
    }
    const answer = await this.client.post<{ link: DeviceLinkId }>('/auth/link/start', body)
    this.link = answer.body.link
    return this
  }

  state(claim = this.claim) {
    return this.client.post<{ is: string; chain: string[] }>('/auth/link/state', { link: this.link, claim })
  }

  finish(user: TestClient['user'], { claim = this.claim, key = this.keys.key } = {}) {
    const signature = text(signBytes(key, deviceChallengeInput(user, Buffer.from(this.link, 'base64url'))))
    const body = { link: this.link, claim, signature, delivery: { kind: 'body' } }
    return this.client.post<{ session: TestSession }>('/auth/link/finish', body)
  }
}

const look = (who: TestClient, link: string) => who.ask('/devices/link/look', { body: { link } })
const refuse = (who: TestClient, link: string) => who.ask('/devices/link/refuse', { body: { link } })

async function approve(who: TestClient, fresh: NewDevice, { device = fresh.keys, flow = '' } = {}) {
  const [entry] = who.person.nextEntries([{ op: CHAIN_OP.device_add, device: bare(device) }])
  if (entry === undefined) throw new Error('no entry')
  const given = { link: fresh.link, flow: flow || (await unlockedFlow(who)), entry: text(entry) }
  const answer = await who.ask('/devices/link/approve', { body: { ...given, box: newBox(), proof: randomId(32) } })
  if (answer.status === 200) who.person.take([entry])
  return answer
}

const person = () => new TestClient(server).signUp()
const over = { status: 410, code: 'LINK_OVER' }

test('P210 a device is linked without its password: seen, approved, in', async () => {
  const anna = await person()
  const fresh = await new NewDevice().begin()
  expect((await fresh.state()).body).toEqual({ is: 'open' })
  expect((await look(anna, fresh.link)).body).toMatchObject({
    device: { id: fresh.keys.id },
    info: { name: 'Phone', kind: 'web' },
    near: true,
  })
  expect((await fresh.state()).body).toMatchObject({ is: 'seen', user: anna.user, name: anna.name })
  expect(await approve(anna, fresh)).toMatchObject({ status: 200, body: { device: fresh.keys.id } })
  const state = await fresh.state()
  expect(state.body).toMatchObject({ is: 'approved', user: anna.user })
  expect(state.body.chain).toEqual(anna.person.entries.map(text))
  const { session } = (await fresh.finish(anna.user)).body
  fresh.client.adopt(session, fresh.keys)
  const { devices } = (await fresh.client.ask<{ devices: { id: string; name: string }[] }>('/devices')).body
  expect(devices.map(({ name }) => name)).toEqual(['Phone', 'Test'])
})

test('P211 a link is good once: finished, approved again, refused afterwards', async () => {
  const anna = await person()
  const fresh = await new NewDevice().begin()
  await look(anna, fresh.link)
  await approve(anna, fresh)
  expect(await approve(anna, fresh, { device: makeDevice() })).toMatchObject(over)
  expect(await refuse(anna, fresh.link)).toMatchObject(over)
  const both = await Promise.all([fresh.finish(anna.user), fresh.finish(anna.user)])
  expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(both.find(({ status }) => status !== 200)).toMatchObject(over)
  expect(await fresh.finish(anna.user)).toMatchObject(over)
  expect(await fresh.state()).toMatchObject(over)
})

test('P211 of two approvals at once one counts, and the chain has one device more', async () => {
  const anna = await person()
  const fresh = await new NewDevice().begin()
  await look(anna, fresh.link)
  const flows = [await unlockedFlow(anna), await unlockedFlow(anna)]
  const answers = await Promise.all(flows.map((flow) => approve(anna, fresh, { flow })))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  const rows = await server.database.sql`SELECT id FROM devices WHERE user_id = ${anna.user}`
  expect(rows).toHaveLength(2)
})

test('P212 whoever reads the code first has it; a thief is told nothing', async () => {
  const [anna, thief] = [await person(), await person()]
  const fresh = await new NewDevice().begin()
  expect((await look(anna, fresh.link)).status).toBe(200)
  expect(await look(thief, fresh.link)).toMatchObject({ status: 409, code: 'LINK_TAKEN' })
  expect(await refuse(thief, fresh.link)).toMatchObject(over)
  expect(await approve(thief, fresh)).toMatchObject(over)
  expect((await look(anna, fresh.link)).status).toBe(200)
  expect(await look(anna, randomId())).toMatchObject(over)
})

test('P212 only the device that began it hears of it, and only its key ends it', async () => {
  const anna = await person()
  const fresh = await new NewDevice().begin()
  await look(anna, fresh.link)
  await approve(anna, fresh)
  const claim = randomId(32)
  expect(await fresh.state(claim)).toMatchObject(over)
  expect(await fresh.finish(anna.user, { claim })).toMatchObject(over)
  expect(await fresh.finish(anna.user, { key: makeDevice().key })).toMatchObject({ code: 'SIGNATURE_WRONG' })
  expect((await fresh.finish(anna.user)).status).toBe(200)
})

test('P213 after five minutes it is over, on both sides and wherever it stood', async () => {
  const anna = await person()
  const [open, seen, approved] = [
    await new NewDevice().begin(),
    await new NewDevice().begin(),
    await new NewDevice().begin(),
  ]
  await look(anna, seen.link)
  await look(anna, approved.link)
  await approve(anna, approved)
  const flow = await unlockedFlow(anna)
  server.advance(5 * 60_000 + 1)
  expect(await look(anna, open.link)).toMatchObject(over)
  expect(await open.state()).toMatchObject(over)
  expect(await approve(anna, seen, { flow })).toMatchObject(over)
  expect(await refuse(anna, seen.link)).toMatchObject(over)
  expect(await approved.finish(anna.user)).toMatchObject(over)
})

test('P214 nothing is certified without the password, before the code was read, or with other keys', async () => {
  const anna = await person()
  const fresh = await new NewDevice().begin()
  expect(await approve(anna, fresh)).toMatchObject(over)
  await look(anna, fresh.link)
  expect(await approve(anna, fresh, { flow: randomId() })).toMatchObject({ code: 'FLOW_UNKNOWN' })
  expect(await approve(anna, fresh, { device: makeDevice() })).toMatchObject({ code: 'CHAIN_REFUSED' })
  expect(await approve(anna, fresh, { device: { ...makeDevice(), id: fresh.keys.id } })).toMatchObject({
    code: 'CHAIN_REFUSED',
  })
  expect((await fresh.state()).body).toMatchObject({ is: 'seen' })
  expect((await fresh.finish(anna.user)).code).toBe('LINK_OVER')
  expect((await approve(anna, fresh)).status).toBe(200)
})

test('P215 a refusal ends it and is told', async () => {
  const anna = await person()
  const fresh = await new NewDevice().begin()
  await look(anna, fresh.link)
  expect((await refuse(anna, fresh.link)).body).toEqual({ refused: true })
  expect((await fresh.state()).body).toEqual({ is: 'refused' })
  expect(await look(anna, fresh.link)).toMatchObject(over)
  expect(await approve(anna, fresh)).toMatchObject(over)
})

test('P215 a device that was revoked before it came, or a person who was suspended, gets no session', async () => {
  const [anna, boris] = [await person(), await person()]
  const [hers, his] = [await new NewDevice().begin(), await new NewDevice().begin()]
  await look(anna, hers.link)
  await approve(anna, hers)
  await revoke(anna, [hers.keys.id])
  expect(await hers.finish(anna.user)).toMatchObject(over)
  await look(boris, his.link)
  await approve(boris, his)
  await server.database.sql`UPDATE users SET suspended_at = 1 WHERE id = ${boris.user}`
  expect(await his.finish(boris.user)).toMatchObject({ code: 'ACCOUNT_SUSPENDED' })
})

test('P210 keys of another size, and a body for a page, are refused', async () => {
  const fresh = new NewDevice()
  const { id, signPub, sealPub } = fresh.keys
  const start = (device: object) =>
    fresh.client.post('/auth/link/start', { claim: fresh.claim, device, info: { name: 'Phone', kind: 'web' } })
  expect(await start({ id, signPub: text(signPub).slice(4), sealPub: text(sealPub) })).toMatchObject({ status: 400 })
  expect(await start({ id, signPub: text(signPub), sealPub: '' })).toMatchObject({ status: 400 })
  await fresh.begin()
  const body = { link: fresh.link, claim: fresh.claim, signature: randomId(64), delivery: { kind: 'body' } }
  expect(await fresh.client.post('/auth/link/finish', body, { headers: { origin: server.url } })).toMatchObject({
    code: 'ORIGIN_WRONG',
  })
})

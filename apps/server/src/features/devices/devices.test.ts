import type { DeviceId } from '@soroka/protocol'
import { closeCodes } from '@soroka/protocol/frames'
import { CHAIN_OP, currentPuk, REASON } from '@soroka/protocol/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { randomId } from '../../testing/people.ts'
import { renewalOf, revoke, unlock, unlockedFlow } from '../../testing/renewals.ts'
import { directEpoch, nextEpoch, sealedEnvelope } from '../../testing/sealed.ts'
import { TestSocket } from '../../testing/test-socket.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

interface Device {
  id: DeviceId
  name: string
  seenAt: number
}

async function devicesOf(who: TestClient): Promise<Device[]> {
  return (await who.ask<{ devices: Device[] }>('/devices')).body.devices
}

async function socketOf(who: TestClient): Promise<TestSocket> {
  const { ticket } = (await who.ask<{ ticket: string }>('/auth/ticket', { body: {} })).body
  const socket = new TestSocket(`ws://127.0.0.1:${server.port}/ws/${ticket}`)
  await socket.next('ready')
  return socket
}

/** Somebody with two devices. */
async function withTwo(): Promise<{ anna: TestClient; lost: TestClient }> {
  const anna = await new TestClient(server).signUp()
  return { anna, lost: await anna.signIn() }
}

describe('the list of devices', () => {
  test('names those that are signed in, and nobody else', async () => {
    const { anna, lost } = await withTwo()
    const stranger = await new TestClient(server).signUp()
    expect((await devicesOf(anna)).map(({ id, name }) => [id, name])).toEqual([
      [lost.device.id, 'Second'],
      [anna.device.id, 'Test'],
    ])
    expect((await devicesOf(stranger)).map(({ id }) => id)).toEqual([stranger.device.id])
    await lost.signOut()
    expect((await devicesOf(anna)).map(({ id }) => id)).toEqual([anna.device.id])
  })

  test('says when each was last heard of, to a minute', async () => {
    const { anna, lost } = await withTwo()
    const silent = await anna.signIn()
    server.advance(3 * 60_000)
    await lost.ask('/account')
    const seen = new Map((await devicesOf(anna)).map(({ id, seenAt }) => [id, seenAt]))
    const heard = seen.get(lost.device.id) ?? 0
    expect(heard).toBeGreaterThan((seen.get(silent.device.id) ?? 0) + 60_000)
    expect(heard % 60_000).toBe(0)
  })

  test('takes another name of a device of mine, and of nobody else’s', async () => {
    const { anna, lost } = await withTwo()
    const stranger = await new TestClient(server).signUp()
    const rename = (who: TestClient) =>
      who.ask(`/devices/${lost.device.id}`, { method: 'PATCH', body: { name: 'Old phone' } })
    expect(await rename(stranger)).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect((await devicesOf(anna)).map(({ name }) => name)).toEqual(['Second', 'Test'])
    expect(await rename(anna)).toMatchObject({ status: 200 })
    expect((await devicesOf(lost)).map(({ name }) => name)).toEqual(['Old phone', 'Test'])
  })
})

describe('proving the password once more', () => {
  test('a wrong one counts against the same limit as a sign-in (CVE-2023-45149)', async () => {
    const anna = await new TestClient(server).signUp()
    for (let i = 0; i < 10; i++) expect(await unlock(anna, { password: 'wrong' })).toBeUndefined()
    expect(await unlock(anna)).toMatchObject({ status: 429, code: 'RATE_LIMITED' })
    expect((await anna.startSignIn()).answer).toMatchObject({ status: 429 })
  })

  test('S8 what it opens is good for one operation of that device', async () => {
    const { anna, lost } = await withTwo()
    const flow = await unlockedFlow(anna)
    const { renewal } = renewalOf(anna, [])
    for (const [who, its] of [
      [lost, flow],
      [anna, randomId()],
    ] as const)
      expect(await who.ask('/devices/revoke', { body: { flow: its, ...renewal } })).toMatchObject({
        status: 400,
        code: 'FLOW_UNKNOWN',
      })
    expect(await anna.ask('/devices/revoke', { body: { flow, ...renewal } })).toMatchObject({ status: 200 })
    expect(await anna.ask('/devices/revoke', { body: { flow, ...renewal } })).toMatchObject({ code: 'FLOW_UNKNOWN' })
  })
})

describe('revoking a device', () => {
  test('R1 ends its session, its socket and its refresh at once; the others go on', async () => {
    const { anna, lost } = await withTwo()
    const socket = await socketOf(lost)
    const own = await socketOf(anna)
    expect(await revoke(anna, [lost.device.id])).toMatchObject({ status: 200, body: { revoked: [lost.device.id] } })
    expect(await socket.next('session.ended')).toMatchObject({ reason: 'revoked' })
    expect(await socket.closed).toMatchObject({ code: closeCodes.sessionEnded })
    expect(await lost.ask('/account')).toMatchObject({ status: 401, code: 'SESSION_ENDED' })
    expect(await lost.refresh()).toMatchObject({ status: 401, code: 'SESSION_ENDED' })
    expect((await own.next('user.changed')).user).toBe(anna.user)
    expect((await anna.ask('/account')).status).toBe(200)
    expect(await anna.refresh()).toMatchObject({ status: 200 })
    expect((await devicesOf(anna)).map(({ id }) => id)).toEqual([anna.device.id])
    await own.close()
  })

  test('nothing is pushed to it any more', async () => {
    const { anna, lost } = await withTwo()
    const { sql } = server.database
    for (const { user, device, session } of [anna.session, lost.session])
      await sql`
        INSERT INTO push_devices (user_id, device_id, session_id, state, endpoint, p256dh, auth, lang, hide_content, since)
        VALUES (${user}, ${device}, ${session}, 'active', ${`https://push.example.org/${device}`}, '', '', 'en', false, 0)`
    await revoke(anna, [lost.device.id])
    const left = await sql`SELECT device_id FROM push_devices WHERE user_id = ${anna.user}`
    expect(left.map((row) => String(row['device_id']))).toEqual([anna.device.id])
  })

  test('R1 each device that stays is sealed the new key, and the one that went is not', async () => {
    const { anna, lost } = await withTwo()
    const tablet = await anna.signIn()
    expect((await tablet.ask('/devices/key')).body).toEqual({ key: null })
    await revoke(anna, [lost.device.id])
    expect((await tablet.ask('/devices/key')).body).toMatchObject({ key: { gen: 2 } })
    const boxes = await server.database.sql`SELECT device_id FROM device_boxes WHERE user_id = ${anna.user}`
    expect(boxes.map((row) => String(row['device_id'])).toSorted()).toEqual(
      [anna.device.id, tablet.device.id].toSorted(),
    )
    // What a sign-in finds is the newest key, and not the ones that lost devices hold.
    await revoke(anna, [])
    const blobs = (await tablet.provePassword()).body.blobs.map(({ kind }) => kind)
    expect(blobs).toEqual(['as.password', 'as.recovery', 'ik', 'puk.3'])
  })

  test.each([
    ['a box is missing', (renewal: Renewal) => ({ ...renewal, boxes: renewal.boxes.slice(1) }), 'boxes'],
    [
      'the revoked device is sealed to',
      (renewal: Renewal, gone: DeviceId) => ({
        ...renewal,
        boxes: [...renewal.boxes, { device: gone, box: renewal.boxes[0]?.box ?? '' }],
      }),
      'boxes',
    ],
    ['a factor is left behind', (renewal: Renewal) => ({ ...renewal, wraps: renewal.wraps.slice(1) }), 'wraps'],
    ['the key stays the old one', (renewal: Renewal) => ({ ...renewal, chain: renewal.chain.slice(0, 1) }), 'puk'],
  ])('R1 is refused where %s', async (_, change, reason) => {
    const { anna, lost } = await withTwo()
    const { renewal } = renewalOf(anna, [lost.device.id])
    const flow = await unlockedFlow(anna)
    const answer = await anna.ask<{ data: { reason: string } }>('/devices/revoke', {
      body: { flow, ...change(renewal, lost.device.id) },
    })
    expect(answer.status).toBe(400)
    expect(answer.body.data.reason).toBe(reason)
    expect((await lost.ask('/account')).status).toBe(200)
    // Nothing of it was kept: the whole of it is taken by the same flow.
    expect(await anna.ask('/devices/revoke', { body: { flow, ...renewal } })).toMatchObject({ status: 200 })
  })

  test('the device that asks can’t be the one that goes', async () => {
    const { anna, lost } = await withTwo()
    const flow = await unlockedFlow(lost)
    const { renewal } = renewalOf(lost, [lost.device.id])
    expect(await lost.ask('/devices/revoke', { body: { flow, ...renewal } })).toMatchObject({ code: 'CHAIN_REFUSED' })
    expect((await lost.ask('/account')).status).toBe(200)
    expect(await devicesOf(anna)).toHaveLength(2)
  })

  test('all others are one act', async () => {
    const { anna, lost } = await withTwo()
    const tablet = await anna.signIn()
    const gone = [lost.device.id, tablet.device.id]
    expect((await revoke(anna, gone)).body.revoked.toSorted()).toEqual(gone.toSorted())
    for (const who of [lost, tablet]) expect(await who.ask('/account')).toMatchObject({ code: 'SESSION_ENDED' })
  })

  test('a device that signed in meanwhile is not overlooked: the chain went on', async () => {
    const { anna, lost } = await withTwo()
    const flow = await unlockedFlow(anna)
    const { renewal } = renewalOf(anna, [lost.device.id])
    await anna.signIn()
    expect(await anna.ask('/devices/revoke', { body: { flow, ...renewal } })).toMatchObject({ code: 'CHAIN_CONFLICT' })
    expect((await lost.ask('/account')).status).toBe(200)
  })
})

describe('R8 the chats of who lost a device', () => {
  async function talk() {
    const { anna, lost } = await withTwo()
    const boris = await new TestClient(server).signUp()
    const head = directEpoch(anna.person, boris.person)
    await anna.ask('/chats/direct', { body: { record: head.record, boxes: head.boxes } })
    await boris.ask(`/chats/${head.chat}/accept`, { body: {} })
    return { anna, lost, boris, head, chat: head.chat, socket: await socketOf(boris) }
  }

  test('take nothing more under the old key; everybody is told', async () => {
    const { anna, lost, boris, chat, socket } = await talk()
    const lostSocket = await socketOf(lost)
    expect((await socket.send(sealedEnvelope(boris.person, chat))).t).toBe('message.accepted')
    await revoke(anna, [lost.device.id])
    await socket.next('chat.changed', (frame) => frame.chat === chat)
    expect(await socket.send(sealedEnvelope(boris.person, chat))).toMatchObject({ code: 'ROTATE' })
    await lostSocket.closed
    await socket.close()
  })

  test('are not sealed to the lost key by somebody who has not heard yet', async () => {
    const { anna, lost, boris, head, chat, socket } = await talk()
    const unaware = nextEpoch(head, boris.person)
    await revoke(anna, [lost.device.id])
    const give = (epoch: typeof head) =>
      boris.ask(`/chats/${chat}/epochs`, { body: { record: epoch.record, boxes: epoch.boxes } })
    expect(await give(unaware)).toMatchObject({ status: 409, code: 'EPOCH_CONFLICT' })
    expect(await socket.send(sealedEnvelope(boris.person, chat))).toMatchObject({ code: 'ROTATE' })
    expect(currentPuk(anna.person.state).gen).toBe(2)
    const aware = nextEpoch(head, boris.person, REASON.puk, [anna.person])
    expect(await give(aware)).toMatchObject({ status: 200, body: { epoch: 1, floor: 1, rotate: false } })
    expect((await socket.send(sealedEnvelope(boris.person, chat, { epoch: 1 }))).t).toBe('message.accepted')
    await socket.close()
  })
})

type Renewal = ReturnType<typeof renewalOf>['renewal']

test('R1 the chain itself says who is gone: a client needs no word of the server for it', async () => {
  const { anna, lost } = await withTwo()
  await revoke(anna, [lost.device.id])
  const { entries } = (await anna.ask<{ entries: string[] }>(`/users/${anna.user}/chain`)).body
  expect(entries).toHaveLength(4)
  expect(anna.person.has(lost.device.id)).toBe(false)
  expect(anna.person.nextEntry({ op: CHAIN_OP.device_revoke, device: lost.device.id }).seq).toBe(4)
})

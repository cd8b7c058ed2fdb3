import { call } from '@orpc/server'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGroup } from '../../testing/groups.ts'
import { CallStage, type Phone } from './calls.fixture.ts'

/** What a LiveKit server is asked. */
const removed: unknown[] = []
let isAway = false
const livekit = createServer((request, response) => {
  if (request.method === 'GET') return response.writeHead(isAway ? 503 : 200).end()
  void request.toArray().then((chunks) => {
    removed.push(JSON.parse(Buffer.concat(chunks).toString()))
    response.writeHead(200).end('{}')
  })
})
let stage: CallStage
beforeAll(async () => {
  await once(livekit.listen(0, '127.0.0.1'), 'listening')
  const url = `ws://127.0.0.1:${(livekit.address() as AddressInfo).port}`
  stage = await CallStage.start({ livekit: { url, key: 'soroka', secret: 'a'.repeat(32) } })
})
afterAll(async () => {
  await stage?.server.stop()
  livekit.close()
})

const way = ({ person, device }: Phone, id: string) =>
  call(stage.server.realtime.calls.sfu, { call: id }, stage.server.as(person, device))

test('S14 the call of a group goes through the server of media, for who is in it and as long as he is', async () => {
  const [anna, boris, vera] = (await stage.phones(3)) as [Phone, Phone, Phone]
  const { chat } = await createGroup(stage.server, anna.person, [boris.person, vera.person])
  const { id, mode, devices } = await anna.start(chat)
  expect(mode).toBe('sfu')
  await expect(way(boris, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const came = await boris.join(id)
  const mine = came.devices.find(({ user }) => user === boris.user)
  const identity = `${boris.user}:${boris.device.id}:${mine?.connEpoch}`
  expect(await way(boris, id)).toMatchObject({ url: expect.stringMatching(/^ws:/), identity })
  const [stranger] = (await stage.phones(1)) as [Phone]
  await expect(way(stranger, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await anna.remove(id, boris.user)
  await expect(way(boris, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect.poll(() => removed).toContainEqual({ room: id, identity })
  await anna.end(id)
  await expect(way(anna, id)).rejects.toMatchObject({ code: 'CALL_OVER' })
  const first = `${anna.user}:${anna.device.id}:${devices[0]?.connEpoch}`
  await expect.poll(() => removed).toContainEqual({ room: id, identity: first })
})

test('two send to each other', async () => {
  const { anna, chat } = await stage.pair()
  const { id, mode } = await anna.start(chat)
  expect(mode).toBe('p2p')
  await expect(way(anna, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await anna.leave(id)
})

test('while the server of media is away a group calls without it', async () => {
  const [anna, boris, vera] = (await stage.phones(3)) as [Phone, Phone, Phone]
  const { chat } = await createGroup(stage.server, anna.person, [boris.person, vera.person])
  isAway = true
  stage.pass(6_000)
  const { id, mode } = await anna.start(chat)
  expect(mode).toBe('p2p')
  await expect(way(anna, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await anna.end(id)
  isAway = false
  stage.pass(6_000)
  expect((await anna.start(chat)).mode).toBe('sfu')
})

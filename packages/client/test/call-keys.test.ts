import { randomBytes } from '@soroka/crypto'
import { callId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallParty } from '../src/types.ts'
import { closeAll, isOnline, openScreen, type Screen, signUp, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen
let clara: Screen
beforeAll(async () => {
  server = await startServer()
  anna = await signUp(server, 'Anna')
  boris = await signUp(server, 'Boris')
  clara = await signUp(server, 'Clara')
  for (const screen of [anna, boris, clara]) await isOnline(screen)
}, 60_000)
afterAll(() => closeAll(server, anna, boris, clara))

const media = { audio: true, video: false, screen: false, hand: false }

test('S14 all in a call have the same keys for its frames, and who was removed from the group has none of those that follow', async () => {
  const { id } = await anna.client.groups.create({ name: 'Group', users: [boris.user, clara.user], policy: {} })
  await until(async () => (await clara.client.chats.get(id))?.title === 'Group')
  const call = callId.parse(toBase64url(randomBytes(16)))
  await anna.client.calls.start({ call, chat: id, media })
  await boris.client.calls.join({ call, media })
  const { devices } = await clara.client.calls.join({ call, media })
  const parties: CallParty[] = devices.map(({ user, device, connEpoch }) => ({ user, device, connEpoch }))
  const keysOf = ({ client }: Screen, index = 0) => client.calls.frameKeys(call, parties, index)

  const first = await keysOf(anna)
  expect(first.keys.map(({ length }) => length)).toEqual([32, 32, 32])
  expect(new Set(first.keys.map(toBase64url)).size).toBe(3)
  expect(await keysOf(boris)).toEqual(first)
  expect(await keysOf(clara)).toEqual(first)
  const second = await keysOf(anna, 1)
  expect(second.epoch).toBe(first.epoch)
  expect(second.keys).not.toContainEqual(first.keys[0])

  await anna.client.groups.remove(id, [clara.user])
  for (const screen of [anna, boris])
    await until(async () => screen.events.some((event) => event.type === 'call_keys' && event.call === call))
  const after = await keysOf(boris)
  expect(after.epoch).toBeGreaterThan(first.epoch)
  expect(await keysOf(anna)).toEqual(after)
  const hers = await keysOf(clara).catch(() => first)
  for (const key of after.keys) for (const old of [...first.keys, ...hers.keys]) expect(key).not.toEqual(old)
}, 30_000)

test('a tab that follows asks the one that leads', async () => {
  const { id } = await anna.client.groups.create({ name: 'Two', users: [boris.user], policy: {} })
  const call = callId.parse(toBase64url(randomBytes(16)))
  const { devices } = await anna.client.calls.start({ call, chat: id, media })
  const second = await openScreen(server, anna.platform, anna)
  await isOnline(second)
  const keys = await anna.client.calls.frameKeys(call, devices, 0)
  expect(await second.client.calls.frameKeys(call, devices, 0)).toEqual(keys)
  await expect(second.client.calls.frameKeys(call, [], -1)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await anna.client.calls.leave(call)
  await second.client.close()
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { annaAndBoris, chatOf, isOnline, type Screen, shows, signIn, until } from './people.ts'
import type { RestartableServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let phone: Screen
let boris: Screen

beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
  phone = await signIn(server, anna)
  await Promise.all([anna, phone, boris].map(isOnline))
})
afterAll(async () => {
  await Promise.all([anna, phone, boris].map(({ client }) => client.close()))
  await server.close()
})

test('E100 R16 chats that I begin on any device have my timer, those of others and my own notes have none', async () => {
  const hour = 3600
  await anna.client.account.update({ newTimer: hour })
  await until(async () => (await phone.client.account.get()).newTimer === hour)
  const group = await phone.client.groups.create({ name: 'Birds', users: [boris.user] })
  expect(group.timer).toBe(hour)
  const { id } = await phone.client.chats.openDirect(boris.user)
  await phone.client.messages.send(id, 'soon gone')
  const [row] = await shows(boris, id, ['soon gone'])
  expect(row?.expiresAt).toBeGreaterThan(Date.now())
  expect((await chatOf(boris, id)).timer).toBe(hour)
  const nest = await phone.client.chats.openDirect(anna.user)
  await phone.client.messages.send(nest.id, 'a note')
  await shows(anna, nest.id, ['a note'])
  expect((await chatOf(anna, nest.id)).timer).toBe(0)
  const own = await boris.client.groups.create({ name: 'Mine', users: [anna.user] })
  expect(own.timer).toBe(0)
  for (const wrong of [-1, 0.5, 400 * 86_400, Number.NaN])
    await expect(anna.client.account.update({ newTimer: wrong })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

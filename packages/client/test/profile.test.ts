import { afterAll, beforeAll, expect, test } from 'vitest'
import { annaAndBoris, isOnline, type Screen, shows, until } from './people.ts'
import type { RestartableServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen

beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
  await Promise.all([anna, boris].map(isOnline))
})
afterAll(async () => {
  await Promise.all([anna, boris].map(({ client }) => client.close()))
  await server.close()
})

const seen = async () => await boris.client.people.get(anna.user)

test('P235 what somebody says of himself comes to those who write with him, and goes when he hides it', async () => {
  const { id } = await boris.client.chats.openDirect(anna.user)
  await boris.client.messages.send(id, 'hello')
  await shows(anna, id, ['hello'])
  const status = { emoji: '🌲', text: 'in the woods', until: null }
  await anna.client.account.update({ about: 'Ornithologist', phone: '+79161234567', status })
  await until(async () => (await seen())?.about === 'Ornithologist')
  expect(await seen()).toMatchObject({ status })
  // Boris is no contact of hers: the number is for those.
  expect(await seen()).not.toHaveProperty('phone')
  await anna.client.contacts.add(boris.user)
  await anna.client.account.update({ privacy: { about: 'nobody' } })
  await until(async () => (await seen())?.phone === '+79161234567')
  expect(await seen()).not.toHaveProperty('about')
  await anna.client.account.update({ status: null })
  await until(async () => (await seen())?.status === undefined)
  expect(await anna.client.account.get()).toMatchObject({ about: 'Ornithologist', status: null })
})

test('P235 a status is over on devices that nobody told', async () => {
  const end = Date.now() + 700
  await anna.client.account.update({ status: { emoji: '', text: 'a moment', until: end } })
  await until(async () => (await seen())?.status?.text === 'a moment')
  await until(async () => (await seen())?.status === undefined)
  expect(Date.now()).toBeGreaterThanOrEqual(end)
})

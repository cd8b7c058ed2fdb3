import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DownFrame } from '@soroka/protocol/frames'
import { nodePlatform } from '../src/platform/node.ts'
import { MeddledLine } from './meddled-line.ts'
import { chatOf, closeAll, isOnline, messages, type Screen, shows, signUp, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'
import { UnrulyLine } from './unruly-line.ts'

let server: RestartableServer
let anna: Screen
beforeAll(async () => {
  server = await startServer()
  anna = await signUp(server, 'Anna')
})
afterAll(() => closeAll(server, anna))

test('G4 R6 frames that come twice, late and out of order show each message once, in order', async () => {
  let seed = 11
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
  const boris = await signUp(
    server,
    'Boris',
    nodePlatform({ socket: (url) => new UnrulyLine(url, random) as unknown as WebSocket }),
  )
  await isOnline(boris)
  const { id } = await anna.client.chats.openDirect(boris.user)
  const said = Array.from({ length: 40 }, (_, i) => `text ${i}`)
  for (const text of said) await anna.client.messages.send(id, text)
  await shows(boris, id, said, 20_000)
  expect((await chatOf(boris, id)).warning).toBeUndefined()
  expect((await chatOf(boris, id)).unread).toBe(40)
  await boris.client.close()
}, 40_000)

test('G5 a frame that never comes is fetched after the next one', async () => {
  const lost = new Set<number>()
  const boris = await signUp(
    server,
    'Boris',
    nodePlatform({
      socket: (url) =>
        new UnrulyLine(
          url,
          () => 0,
          (frame) => frame['t'] === 'message.created' && lost.has(Number(frame['seq'])),
        ) as unknown as WebSocket,
    }),
  )
  await isOnline(boris)
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.messages.send(id, 'one')
  await shows(boris, id, ['one'])
  lost.add(2).add(3)
  for (const text of ['two', 'three', 'four']) await anna.client.messages.send(id, text)
  // Without a look at the screen, which would pull by itself.
  const told = () => boris.events.filter((event) => event.type === 'messages').flatMap((event) => event.upserts)
  await until(async () => told().some(({ text }) => text === 'four'))
  await until(
    async () => told().some(({ text }) => text === 'two') && told().some(({ text }) => text === 'three'),
    2_000,
  )
  await shows(boris, id, ['one', 'two', 'three', 'four'])
  expect((await messages(boris, id)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  await boris.client.close()
})

test('P114 a line that says `ready` again makes up for what it swallowed', async () => {
  const line = new MeddledLine()
  const boris = await signUp(server, 'Boris', line.platform)
  await isOnline(boris)
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.messages.send(id, 'one')
  await shows(boris, id, ['one'])
  let ready: DownFrame | undefined
  line.meddle = (frame) => {
    if (frame.t === 'ready') ready = frame
    return frame.t === 'message.created' ? [] : [frame]
  }
  line.drop()
  const again = await until(() => Promise.resolve(ready))
  await isOnline(boris)
  await anna.client.messages.send(id, 'two')
  await until(async () => (await messages(anna, id)).every(({ state }) => state === 'sent'))
  // Without a look at the screen, which would pull by itself.
  const told = () => boris.events.filter((event) => event.type === 'messages').flatMap((event) => event.upserts)
  expect(told().some(({ text }) => text === 'two')).toBe(false)
  line.say(again)
  await until(() => Promise.resolve(told().some(({ text }) => text === 'two')))
  await isOnline(boris)
  await shows(boris, id, ['one', 'two'])
  await boris.client.close()
})

test('R8 a message for an old epoch is sealed again under the same id; R3 a rotation that is due comes first', async () => {
  let deaf = false
  const boris = await signUp(
    server,
    'Boris',
    nodePlatform({
      socket: (url) =>
        new UnrulyLine(
          url,
          () => 0,
          (frame) => deaf && frame['t'] === 'chat.changed',
        ) as unknown as WebSocket,
    }),
  )
  await isOnline(boris)
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.messages.send(id, 'under epoch 0')
  await shows(boris, id, ['under epoch 0'])
  deaf = true
  const { sql } = server.database
  await sql`update chats set rotate_required = true where id = ${id}`
  await anna.client.messages.send(id, 'under epoch 1')
  await shows(anna, id, ['under epoch 0', 'under epoch 1'])
  await sql`update chats set floor = 1 where id = ${id}`
  await boris.client.messages.send(id, 'also under epoch 1')
  const said = ['under epoch 0', 'under epoch 1', 'also under epoch 1']
  await shows(boris, id, said)
  await shows(anna, id, said)
  const rows = await sql<{ epoch: number }[]>`select epoch::int from messages where chat_id = ${id} order by seq`
  expect(rows.map(({ epoch }) => epoch)).toEqual([0, 1, 1])
  await boris.client.close()
})

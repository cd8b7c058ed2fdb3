import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import {
  annaAndBoris,
  closeAll,
  isOnline,
  messages,
  openScreen,
  type Screen,
  shows,
  signUp,
  texts,
  until,
} from './people.ts'
import type { RestartableServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen

beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
})
afterAll(() => closeAll(server, anna, boris))

test('G6 what is written without a server goes out once and in order when it is back, also after a reload', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  await server.stop()
  await until(async () => (await anna.client.connection()) !== 'online')
  const said = ['one', 'two', 'three', 'four']
  for (const text of said.slice(0, 2)) await anna.client.messages.send(id, text)
  await anna.client.close()
  anna = { ...anna, ...(await openScreen(server, anna.platform, anna)) }
  for (const text of said.slice(2)) await anna.client.messages.send(id, text)
  expect((await messages(anna, id)).map(({ text, state }) => `${text} ${state}`)).toEqual(
    said.map((text) => `${text} pending`),
  )
  await server.start()
  await shows(anna, id, said, 30_000)
  await shows(boris, id, said, 30_000)
  expect((await messages(boris, id)).map((message) => message.seq)).toEqual([1, 2, 3, 4])
})

test('G1 G2 G9 a server that stops again and again in the middle of sending loses nothing and doubles nothing', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  const before = await texts(anna, id)
  const said: string[] = []
  const send = async (who: Screen, text: string) => {
    await who.client.messages.send(id, text)
    said.push(text)
  }
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 12; i++) {
      await send(anna, `a ${round}.${i}`)
      await send(boris, `b ${round}.${i}`)
      if (i === 6) {
        await server.stop()
        await server.start()
      }
    }
  }
  const whole = await until(async () => {
    const shown = await messages(anna, id)
    return shown.length === before.length + said.length && shown.every(({ state }) => state === 'sent')
      ? shown
      : undefined
  }, 60_000)
  await shows(
    boris,
    id,
    whole.map(({ text }) => text),
    60_000,
  )
  const mine = (letter: string) => whole.map(({ text }) => text).filter((text) => text.startsWith(letter))
  expect(mine('a ')).toEqual(said.filter((text) => text.startsWith('a ')))
  expect(mine('b ')).toEqual(said.filter((text) => text.startsWith('b ')))
  expect(whole.map(({ seq }) => seq)).toEqual(whole.map((_, i) => i + 1))
}, 120_000)

test('G6 a message that the server will never take is kept, marked, and can be sent again or taken back', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  const { database } = server
  await isOnline(anna)
  await database.sql`update chat_participants set left_seq = 1 where chat_id = ${id} and user_id = ${anna.user}`
  const sent = await anna.client.messages.send(id, 'not taken')
  const failed = await until(async () => (await messages(anna, id)).find(({ state }) => state === 'failed'))
  expect(failed).toMatchObject({ text: 'not taken', failure: 'NOT_A_MEMBER', key: sent.key })
  await database.sql`update chat_participants set left_seq = null where chat_id = ${id} and user_id = ${anna.user}`
  await anna.client.messages.retry(id, sent.id)
  await until(async () => (await texts(boris, id)).at(-1) === 'not taken')
  await server.stop()
  const other = await anna.client.messages.send(id, 'taken back')
  await anna.client.messages.discard(id, other.id)
  await server.start()
  await isOnline(anna)
  expect((await texts(anna, id)).at(-1)).toBe('not taken')
}, 60_000)

test('two people who open the same chat at once end in one chat (R7)', async () => {
  const [x, y] = [await signUp(server, 'Xenia', nodePlatform()), await signUp(server, 'Yuri')]
  await Promise.all([isOnline(x), isOnline(y)])
  const { id } = await x.client.chats.openDirect(y.user)
  await y.client.chats.openDirect(x.user)
  await Promise.all([x.client.messages.send(id, 'from x'), y.client.messages.send(id, 'from y')])
  const seen = await until(async () => {
    const [a, b] = [await messages(x, id), await messages(y, id)]
    const same = JSON.stringify(a.map(({ text }) => text)) === JSON.stringify(b.map(({ text }) => text))
    return a.length === 2 &&
      same &&
      [...a, ...b].every(({ state, problem }) => state === 'sent' && problem === undefined)
      ? a
      : undefined
  })
  expect(new Set(seen.map(({ text }) => text))).toEqual(new Set(['from x', 'from y']))
  await x.client.close()
  await y.client.close()
})

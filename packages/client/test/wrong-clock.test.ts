import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import { annaAndBoris, chatOf, closeAll, isOnline, messages, type Screen, signIn, texts, until } from './people.ts'
import type { RestartableServer } from './server.ts'

const day = 86_400_000

let server: RestartableServer
let anna: Screen
let boris: Screen
beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
}, 60_000)
afterAll(() => closeAll(server, anna, boris))

describe.each([
  ['ahead', day],
  ['behind', -day],
])('a clock that is a day %s', (name, wrong) => {
  test('writes and reads as others do, in the order of the chat, and renews its token as seldom', async () => {
    let renewed = 0
    const platform = nodePlatform({
      now: () => Date.now() + wrong,
      fetch: (input, init) => {
        if (String(input instanceof Request ? input.url : input).endsWith('/refresh')) renewed++
        return fetch(input, init)
      },
    })
    const tablet = await signIn(server, anna, platform)
    await isOnline(tablet)
    const { id } = await boris.client.groups.create({ name, users: [anna.user] })
    await until(async () => (await tablet.client.chats.get(id))?.title === name)
    await boris.client.messages.send(id, 'one')
    await until(async () => (await texts(tablet, id)).includes('one'))
    await tablet.client.messages.send(id, 'two')
    await until(async () => (await texts(boris, id)).includes('two'))
    await boris.client.messages.send(id, 'three')
    await until(async () => (await texts(tablet, id)).includes('three'))
    expect((await texts(tablet, id)).filter((text) => /one|two|three/.test(text))).toEqual(['one', 'two', 'three'])
    const [, mine] = (await messages(tablet, id)).filter(({ seq }) => seq !== undefined).slice(-3)
    expect(Math.abs((mine?.at ?? 0) - Date.now())).toBeLessThan(60_000)
    for (let i = 0; i < 5; i++) await tablet.client.account.get()
    expect((await chatOf(tablet, id)).title).toBe(name)
    expect(renewed).toBeLessThanOrEqual(1)
    await tablet.client.close()
  }, 30_000)
})

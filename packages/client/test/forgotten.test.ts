import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import { LyingServer } from './lying-server.ts'
import { chatOf, closeAll, isOnline, messages, openScreen, type Screen, shows, signUp, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

let server: RestartableServer
let anna: Screen
beforeAll(async () => {
  server = await startServer()
  anna = await signUp(server, 'Anna')
  await isOnline(anna)
})
afterAll(() => closeAll(server, anna))

/** A line on which the vector waits after the server answered, while everything else goes through. */
function slowVector() {
  let open: () => void = () => undefined
  let answered = false
  const gate = new Promise<void>((resolve) => (open = resolve))
  const slow: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const response = await fetch(request)
    if (new URL(request.url).pathname !== '/api/chats') return response
    answered = true
    await gate
    return response
  }
  return { fetch: slow, open: () => open(), answered: async () => answered }
}

test('P27 a chat that begins while the first pass is read keeps its messages and what waits in it', async () => {
  const line = slowVector()
  const boris = await signUp(server, 'Boris', nodePlatform({ fetch: line.fetch }))
  await until(line.answered)
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.messages.send(id, 'hello')
  await until(async () => (await boris.client.chats.get(id))?.last?.text === 'hello')
  await boris.client.messages.send(id, 'written meanwhile')
  line.open()
  await shows(boris, id, ['hello', 'written meanwhile'])
  await shows(anna, id, ['hello', 'written meanwhile'])
  expect(boris.events.some((event) => event.type === 'chats' && event.removed.includes(id))).toBe(false)
  await boris.client.close()
})

test('P27 a chat that the server lists no more goes; with something waiting in it, it stays and sends', async () => {
  const liar = new LyingServer()
  const platform = nodePlatform({ fetch: liar.fetch })
  const clara = await signUp(server, 'Clara', platform)
  const dora = await signUp(server, 'Dora')
  const chats = [await clara.client.chats.openDirect(anna.user), await clara.client.chats.openDirect(dora.user)]
  const [kept, gone] = chats.map(({ id }) => id) as [(typeof chats)[0]['id'], (typeof chats)[0]['id']]
  for (const id of [kept, gone]) {
    await clara.client.messages.send(id, 'before')
    await shows(clara, id, ['before'])
  }
  await server.stop()
  await until(async () => (await clara.client.connection()) === 'offline')
  await clara.client.messages.send(kept, 'waits')
  await clara.client.close()
  await server.start()
  liar.lie = (path, body) => (path === '/api/chats' ? { ...(body as object), full: true, chats: [] } : body)
  const again = await openScreen(server, platform, clara)
  await until(async () => (await again.client.chats.get(gone)) === null)
  await shows(anna, kept, ['before', 'waits'], 20_000)
  await until(async () => (await messages(again, kept)).some(({ text, state }) => text === 'waits' && state === 'sent'))
  expect((await chatOf(again, kept)).warning).toBeUndefined()
  await again.client.close()
  await dora.client.close()
}, 40_000)

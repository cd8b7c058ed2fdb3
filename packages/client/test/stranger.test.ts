import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import { closeAll, isOnline, type Screen, signUp, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

let server: RestartableServer
let anna: Screen
beforeAll(async () => {
  server = await startServer()
  anna = await signUp(server, 'Anna')
  await isOnline(anna)
})
afterAll(() => closeAll(server, anna))

const titles = (screen: Screen, id: string) =>
  screen.events
    .flatMap((event) => (event.type === 'chats' ? event.upserts : []))
    .flatMap((chat) => (chat.id === id ? [chat.title] : []))
const names = (screen: Screen) =>
  screen.events.flatMap((event) => (event.type === 'people' ? event.upserts : [])).map(({ name }) => name)

test('the first message of a stranger brings his name, for the chat and for himself', async () => {
  const boris = await signUp(server, 'Boris')
  await isOnline(boris)
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.messages.send(id, 'we have not met')
  await until(async () => titles(boris, id).at(-1) === 'Anna' && names(boris).includes('Anna'))
  expect(await boris.client.connection()).toBe('online')
  await boris.client.close()
})

test('a name that could not be had does not hold the message up, and comes with the next one', async () => {
  let mute = true
  let asked = 0
  const profiles = /^\/api\/users\/[^/]+$/
  const deaf: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    if (!mute || !profiles.test(new URL(request.url).pathname)) return await fetch(request)
    asked++
    throw new TypeError('no line')
  }
  const clara = await signUp(server, 'Clara', nodePlatform({ fetch: deaf }))
  await isOnline(clara)
  const { id } = await anna.client.chats.openDirect(clara.user)
  await anna.client.messages.send(id, 'one')
  await until(async () => (await clara.client.chats.get(id))?.last?.text === 'one')
  await until(async () => asked > 0)
  mute = false
  await anna.client.messages.send(id, 'two')
  await until(async () => titles(clara, id).at(-1) === 'Anna')
  await clara.client.close()
})

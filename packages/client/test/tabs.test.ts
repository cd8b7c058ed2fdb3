import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import { chatOf, closeAll, isOnline, openScreen, PASSWORD, type Screen, shows, signUp, texts, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

let server: RestartableServer
let boris: Screen

beforeAll(async () => {
  server = await startServer()
  boris = await signUp(server, 'Boris')
})
afterAll(() => closeAll(server, boris))

test('two tabs show the same; the one that does not lead sends through the other', async () => {
  const first = await signUp(server, 'Anna')
  const second = await openScreen(server, first.platform)
  await isOnline(first)
  await isOnline(second)
  const { id } = await second.client.chats.openDirect(boris.user)
  await second.client.messages.send(id, 'from the second tab')
  for (const screen of [first, second, boris]) await shows(screen, id, ['from the second tab'])
  await boris.client.messages.send(id, 'an answer')
  for (const screen of [first, second]) await shows(screen, id, ['from the second tab', 'an answer'])
  await second.client.chats.markRead(id, 2)
  await until(async () => (await chatOf(boris, id)).peerRead === 2)
  expect((await chatOf(first, id)).unread).toBe(0)
  const told = second.events.filter((event) => event.type === 'messages').flatMap((event) => event.upserts)
  expect(told.map(({ text, state }) => `${text} ${state}`)).toContain('an answer sent')
  await first.client.close()
  await second.client.close()
})

test('R21 the leading tab dies in the middle of sending: the next one takes over, nothing lost, nothing twice', async () => {
  const platform = nodePlatform()
  const anna = await signUp(server, 'Anna', platform)
  let tabs = [anna, await openScreen(server, platform), await openScreen(server, platform)]
  const { id } = await anna.client.chats.openDirect(boris.user)
  const said: string[] = []
  for (let i = 0; i < 24; i++) {
    const tab = tabs[i % tabs.length]
    await tab?.client.messages.send(id, `text ${i}`)
    said.push(`text ${i}`)
    if (i % 8 === 7 && tabs.length > 1) {
      void tabs[0]?.client.close()
      tabs = tabs.slice(1)
    }
  }
  const [last] = tabs
  if (last === undefined) throw new Error('no tab')
  await shows(last, id, said)
  await shows(boris, id, said)
  await last.client.close()
})

test('S2 two tabs refresh the session one after the other and both go on', async () => {
  const first = await signUp(server, 'Anna')
  const second = await openScreen(server, first.platform)
  for (let round = 0; round < 3; round++) {
    server.advance(3_600_000)
    const answers = await Promise.all([first, second, first, second].map((screen) => screen.client.account.get()))
    expect(new Set(answers.map(({ name }) => name))).toEqual(new Set(['Anna']))
  }
  expect(first.events.some((event) => event.type === 'session' && event.session === null)).toBe(false)
  await first.client.close()
  await second.client.close()
})

test('signing out in one tab wipes the device and tells the other', async () => {
  const first = await signUp(server, 'Anna')
  const second = await openScreen(server, first.platform)
  const { id } = await first.client.chats.openDirect(boris.user)
  await first.client.messages.send(id, 'to be forgotten')
  await shows(second, id, ['to be forgotten'])
  await second.client.auth.signOut()
  await until(async () => (await first.client.auth.session()) === null)
  for (const screen of [first, second]) {
    await until(async () => screen.events.some((event) => event.type === 'session' && event.session === null))
    await expect(screen.client.chats.list()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  }
  await until(async () => (await first.platform.storage.databases()).length === 1)
  await first.client.close()
  await second.client.close()
  const later = await openScreen(server, first.platform)
  expect(await later.client.auth.session()).toBeNull()
  await later.client.close()
})

test('signing in in one tab opens the other', async () => {
  const platform = nodePlatform()
  const waiting = await openScreen(server, platform)
  expect(await waiting.client.auth.session()).toBeNull()
  const first = await signUp(server, 'Anna', platform)
  const session = await until(() => waiting.client.auth.session())
  expect(session.user).toBe(first.user)
  expect(waiting.events[0]).toMatchObject({ type: 'session', session: { user: first.user } })
  await first.client.close()
  await isOnline(waiting)
  await waiting.client.close()
})

test('R21 one tab signs out and in as somebody else: the other is his as well, and nobody writes in her name', async () => {
  const gleb = await signUp(server, 'Gleb')
  const first = await signUp(server, 'Anna')
  const second = await openScreen(server, first.platform)
  const { id: hers } = await first.client.chats.openDirect(boris.user)
  await first.client.messages.send(hers, 'Anna was here')
  await shows(second, hers, ['Anna was here'])
  await first.client.auth.signOut()
  await first.client.auth.signIn({ email: gleb.email, password: PASSWORD })
  await until(async () => (await second.client.auth.session())?.user === gleb.user)
  const told = second.events.flatMap((event) => (event.type === 'session' ? [event.session?.user ?? null] : []))
  expect(told.slice(-2)).toEqual([null, gleb.user])
  expect(await second.client.chats.get(hers)).toBeNull()
  await expect(second.client.messages.send(hers, 'as if I were Anna')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const { id: his } = await second.client.chats.openDirect(boris.user)
  await second.client.messages.send(his, 'Gleb is here')
  for (const screen of [first, second, boris]) await shows(screen, his, ['Gleb is here'])
  await shows(boris, hers, ['Anna was here'])
  for (const screen of [gleb, first, second]) await screen.client.close()
})

test('a session that was ended elsewhere wipes this device and says why', async () => {
  const anna = await signUp(server, 'Anna')
  await isOnline(anna)
  await server.database.sql`update sessions set ended_at = 1 where user_id = ${anna.user}`
  server.advance(3_600_000)
  await anna.client.account.get().catch(() => undefined)
  await until(async () => anna.events.some((event) => event.type === 'session' && event.reason !== undefined))
  expect(await anna.client.auth.session()).toBeNull()
  expect(await texts(boris, (await boris.client.chats.list())[0]?.id as never)).not.toEqual([])
  await anna.client.close()
})

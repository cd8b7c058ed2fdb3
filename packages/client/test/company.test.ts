import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  annaAndBoris,
  chatOf,
  closeAll,
  isOnline,
  messages,
  PASSWORD,
  type Screen,
  shows,
  signIn,
  texts,
  until,
} from './people.ts'
import type { RestartableServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen
beforeAll(async () => {
  ;({ server, anna, boris } = await annaAndBoris())
  await isOnline(anna)
  await isOnline(boris)
})
afterAll(() => closeAll(server, anna, boris))

test('R17 who is on the screen is online, types, goes and changes his name', async () => {
  // Somebody who has not answered a stranger shows nothing of himself.
  await boris.client.contacts.add(anna.user)
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.messages.send(id, 'hello')
  await shows(boris, id, ['hello'])
  await anna.client.people.watch([boris.user])
  await until(async () => (await anna.client.people.get(boris.user))?.online)
  await boris.client.chats.startTyping(id)
  await until(async () => anna.events.some((event) => event.type === 'typing' && event.users[0] === boris.user))
  await boris.client.messages.send(id, 'typed')
  await until(async () => {
    const last = anna.events.findLast((event) => event.type === 'typing')
    return last?.type === 'typing' && last.users.length === 0
  })
  await boris.client.account.update({ name: 'Boris B.' })
  await until(async () => (await chatOf(anna, id)).title === 'Boris B.')
  expect(await boris.client.auth.session()).toMatchObject({ name: 'Boris B.' })
  await server.stop()
  await until(async () => (await anna.client.people.get(boris.user))?.online === false)
  await server.start()
  await until(async () => (await anna.client.people.get(boris.user))?.online, 20_000)
}, 40_000)

test('a long history: the newest page first, the rest when idle, without an event for each row', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  const before = await texts(anna, id)
  const said = Array.from({ length: 450 }, (_, i) => `text ${i}`)
  for (const text of said) await anna.client.messages.send(id, text)
  await until(async () => (await chatOf(anna, id)).lastSeq === before.length + said.length, 30_000)
  const tablet = await signIn(server, anna)
  await isOnline(tablet)
  expect((await texts(tablet, id)).slice(-3)).toEqual(said.slice(-3))
  const seen: string[] = []
  let first: number | undefined
  for (;;) {
    const page = await tablet.client.messages.page(id, {
      limit: 100,
      ...(first === undefined ? {} : { before: first }),
    })
    seen.unshift(...page.messages.map(({ text }) => text))
    first = page.messages[0]?.seq
    if (!page.more) break
  }
  expect(seen).toEqual([...before, ...said])
  const told = tablet.events.filter((event) => event.type === 'messages').flatMap((event) => event.upserts)
  expect(told.length).toBeLessThan(400)
  const start = performance.now()
  await messages(tablet, id, 100)
  expect(performance.now() - start).toBeLessThan(200)
  await tablet.client.close()
}, 60_000)

test('the script in examples signs in and sends', async () => {
  const script = fileURLToPath(new URL('../examples/send.ts', import.meta.url))
  const child = spawn(process.execPath, [script, server.url, boris.email, PASSWORD, anna.nickname, 'from a script'])
  let output = ''
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect(output).toBe('')
  expect(code).toBe(0)
  const { id } = await anna.client.chats.openDirect(boris.user)
  await until(async () => (await texts(anna, id)).at(-1) === 'from a script')
})

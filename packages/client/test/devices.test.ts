import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import {
  annaAndBoris,
  chatOf,
  closeAll,
  isOnline,
  messages,
  openScreen,
  PASSWORD,
  type Screen,
  shows,
  signIn,
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

test('a second device reads the whole history and both show the same; rule 34 the pushed state is the fetched state', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  const said: string[] = []
  for (let i = 0; i < 30; i++) {
    await (i % 3 === 0 ? boris : anna).client.messages
      .send(id, `text ${i}`)
      .catch(() => anna.client.messages.send(id, `text ${i}`))
    said.push(`text ${i}`)
    await shows(anna, id, said)
    await shows(boris, id, said)
  }
  await boris.client.chats.markRead(id, 20)
  await until(async () => (await chatOf(anna, id)).peerRead >= 20)
  const tablet = await signIn(server, anna)
  await isOnline(tablet)
  await shows(tablet, id, said)
  await tablet.client.messages.send(id, 'from the tablet')
  said.push('from the tablet')
  await shows(anna, id, said)
  await shows(boris, id, said)
  const settled = async () => {
    const [a, t] = [await chatOf(anna, id), await chatOf(tablet, id)]
    return JSON.stringify({ ...a, peer: 0 }) === JSON.stringify({ ...t, peer: 0 })
  }
  await until(settled).catch(async () => expect(await chatOf(tablet, id)).toEqual(await chatOf(anna, id)))
  expect(await messages(tablet, id)).toEqual(await messages(anna, id))
  expect((await chatOf(anna, id)).warning).toBeUndefined()
  await tablet.client.close()
})

test('the session, the chats and the messages are there after a restart, without the server too', async () => {
  const platform = nodePlatform()
  const first = await signUp(server, 'Clara', platform)
  const { id } = await first.client.chats.openDirect(anna.user)
  await first.client.messages.send(id, 'kept')
  await shows(first, id, ['kept'])
  await first.client.chats.setDraft(id, { text: 'half a thought' })
  await first.client.close()
  await server.stop()
  try {
    const again = await openScreen(server, platform)
    expect(await again.client.auth.session()).toMatchObject({
      user: first.user,
      name: 'Clara',
      nickname: first.nickname,
    })
    expect(await again.client.chats.list()).toMatchObject([
      { id, title: 'Anna', draft: { text: 'half a thought' }, last: { text: 'kept' } },
    ])
    expect(await texts(again, id)).toEqual(['kept'])
    await again.client.messages.send(id, 'written offline')
    expect((await messages(again, id)).at(-1)).toMatchObject({ text: 'written offline', state: 'pending' })
    expect(await again.client.auth.recoveryKey()).toBe(first.recoveryKey)
    await again.client.close()
  } finally {
    await server.start()
  }
  const later = await openScreen(server, platform)
  await shows(later, id, ['kept', 'written offline'])
  await shows(anna, id, ['kept', 'written offline'])
  await later.client.auth.recoverySaved()
  expect(await later.client.auth.recoveryKey()).toBeNull()
  await later.client.close()
})

test('a sign-up survives a reload while its code is awaited', async () => {
  const platform = nodePlatform()
  const before = await openScreen(server, platform)
  const email = `dora.${Date.now()}@example.org`
  await before.client.auth.signUp({ name: 'Dora', email, password: PASSWORD, locale: 'ru' })
  await before.client.close()
  const after = await openScreen(server, platform)
  await expect(after.client.auth.confirm({ code: '000000' })).rejects.toMatchObject({ code: 'CODE_WRONG' })
  const { session, recoveryKey } = await after.client.auth.confirm({ code: await server.codeFor(email) })
  expect(session.name).toBe('Dora')
  expect(recoveryKey.split(' ')).toHaveLength(24)
  await after.client.close()
})

test('a wrong password and an unknown address read the same; a forgotten one comes back with the recovery key', async () => {
  const elsewhere = await openScreen(server)
  for (const email of [anna.email, 'nobody@example.org'])
    await expect(elsewhere.client.auth.signIn({ email, password: 'wrong password' })).rejects.toMatchObject({
      code: 'CREDENTIALS_WRONG',
    })
  await elsewhere.client.auth.startRecovery({ email: anna.email, locale: 'en' })
  const password = 'another long password'
  const code = await server.codeFor(anna.email, 2)
  const words = anna.recoveryKey.split(' ')
  const mistyped = [words[1], words[0], ...words.slice(2)].join(' ')
  await expect(elsewhere.client.auth.finishRecovery({ code, recoveryKey: mistyped, password })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  })
  const session = await elsewhere.client.auth.finishRecovery({ code, recoveryKey: anna.recoveryKey, password })
  expect(session.user).toBe(anna.user)
  await isOnline(elsewhere)
  const [chat] = await elsewhere.client.chats.list()
  expect(chat?.last?.problem).toBeUndefined()
  expect((await elsewhere.client.chats.list()).length).toBeGreaterThan(0)
  await elsewhere.client.close()
  const third = await openScreen(server)
  await expect(third.client.auth.signIn({ email: anna.email, password: PASSWORD })).rejects.toMatchObject({
    code: 'CREDENTIALS_WRONG',
  })
  expect((await third.client.auth.signIn({ email: anna.email, password })).user).toBe(anna.user)
  await third.client.close()
})

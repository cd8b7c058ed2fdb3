import type { MsgId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { annaAndBoris, chatOf, isOnline, openScreen, type Screen, shows, signIn, signUp, until } from './people.ts'
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

test('flags and folders come to the other device', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.messages.send(id, 'hello')
  await shows(phone, id, ['hello'])
  await anna.client.chats.pin(id, true)
  await anna.client.chats.markUnread(id, true)
  await until(async () => {
    const chat = await phone.client.chats.get(id)
    return chat?.pinned !== undefined && chat.markedUnread
  })
  await phone.client.chats.archive(id, true)
  await until(async () => (await chatOf(anna, id)).archived && (await chatOf(anna, id)).pinned === undefined)
  await phone.client.chats.archive(id, false)
  const folder = { id: 'f1', name: 'Work', include: ['groups' as const], exclude: [], chats: [id], without: [] }
  await phone.client.chats.saveFolders([folder])
  await until(async () => anna.events.some((event) => event.type === 'folders'))
  expect(await anna.client.chats.folders()).toEqual([folder])
  await expect(anna.client.chats.saveFolders([{ ...folder, id: '' }])).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await anna.client.chats.mute(id, Number.MAX_SAFE_INTEGER)
  await until(async () => (await chatOf(phone, id)).mutedUntil === Number.MAX_SAFE_INTEGER)
})

test('a draft appears on the other device and goes when it is sent', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  const [first] = await shows(anna, id, ['hello'])
  await anna.client.chats.setDraft(id, { text: 'ha', replyTo: first?.id ?? ('' as MsgId) })
  await anna.client.chats.setDraft(id, { text: 'half a', replyTo: first?.id ?? ('' as MsgId) })
  expect((await chatOf(anna, id)).draft).toMatchObject({ text: 'half a', replyTo: first?.id })
  const there = await until(async () => (await phone.client.chats.get(id))?.draft)
  expect(there).toMatchObject({ text: 'half a', replyTo: first?.id })
  await anna.client.chats.setDraft(id, { text: '' })
  await until(async () => (await chatOf(phone, id)).draft === undefined)
  const long = 'й'.repeat(16_000)
  await anna.client.chats.setDraft(id, { text: long })
  expect((await until(async () => (await phone.client.chats.get(id))?.draft)).text).toBe(long)
  await anna.client.chats.setDraft(id, { text: '' })
})

test('what two devices changed without a network is merged, also over a restart', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  await server.stop()
  await until(
    async () => (await anna.client.connection()) !== 'online' && (await phone.client.connection()) !== 'online',
  )
  await anna.client.chats.pin(id, true)
  await phone.client.chats.markUnread(id, true)
  await phone.client.chats.setDraft(id, { text: 'from the phone' })
  await phone.client.close()
  phone = { ...phone, ...(await openScreen(server, phone.platform, phone)) }
  expect(await chatOf(phone, id)).toMatchObject({ markedUnread: true, draft: { text: 'from the phone' } })
  await server.start()
  for (const screen of [anna, phone])
    await until(async () => {
      const chat = await chatOf(screen, id)
      return chat.pinned !== undefined && chat.markedUnread && chat.draft?.text === 'from the phone'
    }, 30_000)
  await anna.client.chats.setDraft(id, { text: '' })
  await anna.client.chats.markRead(id, 1)
  await until(async () => !(await chatOf(phone, id)).markedUnread)
}, 60_000)

test('my own name and note for a person stand everywhere on my devices, and nowhere else', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.contacts.add(boris.user)
  await anna.client.contacts.rename(boris.user, { name: 'Borya', note: 'school' })
  await until(async () => (await chatOf(phone, id)).title === 'Borya')
  expect(await until(async () => (await phone.client.contacts.list())[0])).toMatchObject({
    id: boris.user,
    name: 'Borya',
    ownName: 'Boris',
    note: 'school',
    contact: true,
  })
  expect((await boris.client.people.get(boris.user))?.name).toBe('Boris')
  const [stored] = await server.database.sql<{ text: string }[]>`
    select coalesce(string_agg(encode(sealed, 'escape'), ''), '') as text from vault_entries`
  expect(stored?.text).not.toContain('Borya')
  await anna.client.contacts.rename(boris.user, { name: '', note: '' })
  await until(async () => (await chatOf(phone, id)).title === 'Boris')
  await anna.client.contacts.block(boris.user)
  await until(async () => (await phone.client.contacts.blocked()).length === 1)
  await phone.client.contacts.unblock(boris.user)
  await phone.client.contacts.remove(boris.user)
  await until(
    async () => (await anna.client.contacts.list()).length === 0 && (await anna.client.contacts.blocked()).length === 0,
  )
})

test('both see the same safety number', async () => {
  const mine = await anna.client.people.safetyNumber(boris.user)
  expect(mine).toMatch(/^(\d{5} ){11}\d{5}$/)
  expect(await boris.client.people.safetyNumber(anna.user)).toBe(mine)
})

test("a cleared chat is empty on all my devices and nobody else's; a forgotten one comes back with the next word", async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  await anna.client.chats.clear(id)
  await until(async () => (await chatOf(phone, id)).last === undefined)
  expect((await chatOf(boris, id)).last?.text).toBe('hello')
  await anna.client.chats.forget(id)
  await until(async () => (await phone.client.chats.list()).every((chat) => chat.id !== id))
  await until(async () => phone.events.some((event) => event.type === 'chats' && event.removed.includes(id)))
  await boris.client.messages.send(id, 'again')
  await until(async () =>
    (await phone.client.chats.list()).some((chat) => chat.id === id && chat.last?.text === 'again'),
  )
})

test('R7 the Nest is one chat on all my devices', async () => {
  const nest = await anna.client.chats.openNest()
  expect(nest).toMatchObject({ kind: 'nest', memberCount: 1 })
  await anna.client.messages.send(nest.id, 'to myself')
  await shows(phone, nest.id, ['to myself'])
  expect((await phone.client.chats.openNest()).id).toBe(nest.id)
  expect((await anna.client.chats.openDirect(anna.user)).id).toBe(nest.id)
})

test('the choice about link previews is asked once for all devices', async () => {
  expect((await anna.client.account.get()).linkPreviews).toBeNull()
  await anna.client.account.update({ linkPreviews: false, privacy: { typing: false } })
  await until(async () => (await phone.client.account.get()).linkPreviews === false)
  expect((await phone.client.account.get()).privacy).toMatchObject({ typing: false, readReceipts: true })
})

test('a stranger waits apart until I accept, and is a contact then; a request that I forget is gone', async () => {
  const [carla, dora] = [await signUp(server, 'Carla'), await signUp(server, 'Dora')]
  const ask = async (who: Screen) => {
    const { id } = await who.client.chats.openDirect(anna.user)
    await who.client.messages.send(id, 'do you know me?')
    // Which comes first, the chat or what is said in it, is not the same each time.
    await until(async () => (await phone.client.chats.get(id))?.request === true)
    await until(async () => (await who.client.chats.get(id))?.last?.state === 'sent')
    return id
  }
  const accepted = await ask(carla)
  await phone.client.chats.accept(accepted)
  await until(async () => !(await chatOf(anna, accepted)).request)
  await until(async () => (await anna.client.contacts.list()).some((person) => person.id === carla.user))
  const dropped = await ask(dora)
  await phone.client.chats.forget(dropped)
  for (const screen of [anna, phone])
    await until(async () => (await screen.client.chats.list()).every(({ id }) => id !== dropped))
  await Promise.all([carla.client.close(), dora.client.close()])
})

test('what was listened to is known on the other device, from both at once', async () => {
  const { id } = await anna.client.chats.openDirect(boris.user)
  expect(await anna.client.chats.heard(id)).toEqual({ upTo: 0, rows: [] })
  await Promise.all([anna.client.chats.markHeard(id, 3), phone.client.chats.markHeard(id, 5)])
  for (const { client } of [anna, phone])
    await until(async () => {
      const { rows } = await client.chats.heard(id)
      return rows.length === 2 && rows.includes(3) && rows.includes(5)
    })
  await until(async () =>
    phone.events.some((event) => event.type === 'heard' && event.chat === id && event.heard.rows.includes(3)),
  )
  await expect(anna.client.chats.markHeard(id, -1)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

import type { ChatId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import { isOnline, openScreen, type Screen, shows, signIn, signUp, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen
let chat: ChatId

beforeAll(async () => {
  server = await startServer()
  anna = await signUp(server, 'Anna', nodePlatform())
  boris = await signUp(server, 'Boris')
  await Promise.all([isOnline(anna), isOnline(boris)])
  chat = (await anna.client.chats.openDirect(boris.user)).id
})
afterAll(async () => {
  await Promise.all([anna.client.close(), boris.client.close()])
  await server.close()
})

const find = async (who: Screen, text: string) =>
  (await who.client.search.query(text, { limit: 20 })).hits.map(({ message }) => message.text)
const finds = (who: Screen, text: string, expected: string[]) =>
  until(async () => JSON.stringify(await find(who, text)) === JSON.stringify(expected)).catch(async () =>
    expect(await find(who, text)).toEqual(expected),
  )

const said = ['Купи красную машину завтра', 'The car https://example.org/car', 'завтра красную купим']

test('words are found in their forms, with filters, and where they stand', async () => {
  for (const text of said) await anna.client.messages.send(chat, text)
  await shows(boris, chat, said)
  await boris.client.messages.send(chat, 'машинами не интересуюсь')
  await finds(anna, 'машина ', ['машинами не интересуюсь', said[0] ?? ''])
  await finds(boris, 'from:anna машина', [said[0] ?? ''])
  await finds(anna, 'от:я машина', [said[0] ?? ''])
  await finds(anna, 'has:link', [said[1] ?? ''])
  await finds(anna, 'in:boris car', [said[1] ?? ''])
  await finds(anna, 'in:nobody car', [])
  await finds(anna, 'after:2099-01-01 car', [])
  await finds(anna, 'before:2099-01-01 car', [said[1] ?? ''])
  const { hits, filters } = await anna.client.search.query('от:я машина', { limit: 5 })
  expect(filters).toEqual([{ name: 'from', value: 'я' }])
  expect(hits[0]?.ranges).toEqual([[13, 6]])
  const page = await anna.client.search.query('завтра', { chat, limit: 1 })
  expect(page).toMatchObject({ more: true, hits: [{ message: { text: said[2] } }] })
  const rest = await anna.client.search.query('завтра', { chat, limit: 1, offset: 1 })
  expect(rest).toMatchObject({ more: false, hits: [{ message: { text: said[0] } }] })
})

test('the whole phrase comes before what is newer', async () => {
  await finds(anna, 'красную машину', [said[0] ?? ''])
  await anna.client.messages.send(chat, 'завтра купи')
  await anna.client.messages.send(chat, 'купи хлеба, но не завтра')
  await finds(anna, 'завтра купи ', ['завтра купи', 'купи хлеба, но не завтра', said[2] ?? '', said[0] ?? ''])
})

test('chats and people are found by the beginnings of their names', async () => {
  const answer = await anna.client.search.query('bor', { limit: 5 })
  expect(answer.chats.map(({ id }) => id)).toEqual([chat])
  expect(answer.people.map(({ id }) => id)).toEqual([boris.user])
  await anna.client.contacts.add(boris.user)
  await anna.client.contacts.rename(boris.user, { name: 'Михаил Ёлкин', note: '' })
  await until(async () => (await anna.client.search.query('елк', { limit: 5 })).people.length === 1)
  expect((await anna.client.search.query('nobody here', { limit: 5 })).people).toEqual([])
})

test('R13 what was edited is found as it is now, what was deleted is not found', async () => {
  const sent = await anna.client.messages.send(chat, 'черновик про слонов')
  await finds(boris, 'слоны', ['черновик про слонов'])
  await anna.client.messages.edit(chat, sent.id, { text: 'чистовик про жирафов' })
  await finds(boris, 'жираф', ['чистовик про жирафов'])
  await finds(boris, 'слоны', [])
  // Her own edit is indexed a moment after it was sent.
  await finds(anna, 'жираф', ['чистовик про жирафов'])
  await boris.client.messages.remove(chat, [sent.id], { forEveryone: false })
  await finds(boris, 'жираф', [])
  expect(await find(anna, 'жираф')).toEqual(['чистовик про жирафов'])
  await anna.client.messages.remove(chat, [sent.id], { forEveryone: true })
  await finds(anna, 'жираф', [])
})

test('the index is there after a restart without the server, sealed on the disk', async () => {
  await until(async () => {
    const { indexed, total } = await anna.client.search.progress()
    return total > 0 && indexed === total
  })
  // What rests for a moment goes to the disk.
  await new Promise((resolve) => setTimeout(resolve, 3_500))
  await anna.client.close()
  await server.stop()
  anna = { ...anna, ...(await openScreen(server, anna.platform, anna)) }
  await finds(anna, 'машина', ['машинами не интересуюсь', said[0] ?? ''])
  const stored = await dump(anna)
  expect(stored.length).toBeGreaterThan(200)
  expect(new TextDecoder().decode(stored)).not.toContain('машин')
  await server.start()
  await isOnline(anna)
}, 30_000)

test('a new device finds the old messages once it has pulled them', async () => {
  const phone = await signIn(server, anna)
  await finds(phone, 'машина', ['машинами не интересуюсь', said[0] ?? ''])
  await until(async () => phone.events.some((event) => event.type === 'search' && event.indexed === event.total))
  await phone.client.close()
})

test('R23 who came without the history is not told of a past that he will never read', async () => {
  const { id: group } = await anna.client.groups.create({ name: 'Hike', users: [] })
  await anna.client.groups.setPolicy(group, { history: false })
  await anna.client.messages.send(group, 'до прихода Бориса')
  await until(async () => (await anna.client.chats.get(group))?.last?.seq !== undefined)
  await anna.client.groups.add(group, [boris.user])
  await anna.client.messages.send(group, 'при Борисе')
  await finds(boris, 'борис', ['при Борисе'])
  await until(async () => {
    const { indexed, total } = await boris.client.search.progress()
    return indexed === total
  })
})

test('a tab that follows asks the one that leads', async () => {
  const second = await openScreen(server, anna.platform, anna)
  await finds(second, 'машина', ['машинами не интересуюсь', said[0] ?? ''])
  expect((await second.client.search.progress()).total).toBeGreaterThan(0)
  await second.client.close()
})

test('what I cleared is not found', async () => {
  await anna.client.chats.clear(chat)
  await finds(anna, 'машина', [])
  expect(await find(boris, 'машина')).toHaveLength(2)
})

/** Everything that the search left on the disk. */
async function dump(screen: Screen): Promise<Uint8Array> {
  const request = screen.platform.storage.open(`soroka-${screen.user}`)
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('open')))
  })
  const all = db.transaction('search').objectStore('search').getAll()
  const values = await new Promise<unknown[]>((resolve, reject) => {
    all.addEventListener('success', () => resolve(all.result))
    all.addEventListener('error', () => reject(all.error ?? new Error('read')))
  })
  db.close()
  return new Uint8Array(values.flatMap((value) => (value instanceof Uint8Array ? [...value] : [])))
}

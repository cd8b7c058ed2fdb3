import type { ChatId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccountDb } from '../src/indexeddb/account-store.ts'
import { nodePlatform } from '../src/platform/node.ts'
import type { ChatView, LineView } from '../src/types.ts'
import { LyingServer } from './lying-server.ts'
import { chatOf, closeAll, isOnline, openScreen, type Screen, shows, signIn, signUp, texts, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

let server: RestartableServer
let anna: Screen
let boris: Screen
let clara: Screen
let denis: Screen
beforeAll(async () => {
  server = await startServer()
  ;[anna, boris, clara, denis] = [
    await signUp(server, 'Anna'),
    await signUp(server, 'Boris'),
    await signUp(server, 'Clara'),
    await signUp(server, 'Denis'),
  ]
  for (const screen of [anna, boris, clara, denis]) await isOnline(screen)
}, 60_000)
afterAll(() => closeAll(server, anna, boris, clara, denis))

async function becomes(screen: Screen, chat: ChatId, what: (view: ChatView) => boolean, ms?: number) {
  let last: ChatView | null = null
  try {
    return await until(async () => {
      last = await screen.client.chats.get(chat)
      return last !== null && what(last) ? last : undefined
    }, ms)
  } catch {
    throw new Error(`it is ${JSON.stringify(last)}`)
  }
}

async function group(owner: Screen, others: Screen[], name = 'Group', policy = {}): Promise<ChatId> {
  const { id } = await owner.client.groups.create({ name, users: others.map(({ user }) => user), policy })
  for (const one of others) await becomes(one, id, ({ title }) => title === name)
  return id
}

const roles = async (screen: Screen, chat: ChatId) =>
  (await screen.client.groups.members(chat)).map(({ person, role }) => `${person.id} ${role}`).toSorted()

const lines = async (screen: Screen, chat: ChatId): Promise<LineView[]> =>
  (await screen.client.messages.page(chat, { limit: 200 })).lines

test('three admins act at once on three devices: nobody and no key is lost', async () => {
  for (const seed of [1, 2, 3]) {
    const chat = await group(anna, [boris, clara], `At once ${seed}`)
    await anna.client.groups.setRole(chat, boris.user, 'admin')
    await anna.client.groups.setRole(chat, clara.user, 'admin')
    for (const screen of [boris, clara]) await becomes(screen, chat, ({ role }) => role === 'admin')
    let state = seed
    const wait = () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return new Promise((resolve) => setTimeout(resolve, state % 60))
    }
    const work = [
      async () => anna.client.groups.add(chat, [denis.user]),
      async () => boris.client.groups.setPolicy(chat, { write: 'everybody', pin: 'everybody' }),
      async () => clara.client.groups.setInfo(chat, { name: `Ours ${seed}` }),
      async () => void (await boris.client.groups.createInvite(chat, { expiresAt: 0, maxUses: 0, approval: true })),
      async () => clara.client.groups.setPolicy(chat, { add: 'everybody' }),
      async () => void (await anna.client.messages.send(chat, 'a')),
      async () => void (await boris.client.messages.send(chat, 'b')),
      async () => void (await clara.client.messages.send(chat, 'c')),
    ]
    await Promise.all(work.map(async (act) => wait().then(act)))
    const everybody = [anna, boris, clara, denis]
    for (const screen of everybody) {
      // Each of the changes arrives by itself, in any order; one that is lost never does.
      const view = await becomes(
        screen,
        chat,
        ({ memberCount, title, policy: { pin, add } }) =>
          memberCount === 4 && title === `Ours ${seed}` && pin === 'everybody' && add === 'everybody',
      )
      await until(async () => (await texts(screen, chat)).toSorted().join('') === 'abc')
      expect(view.warning).toBeUndefined()
    }
    expect(await anna.client.groups.invites(chat)).toHaveLength(1)
    const [first, ...others] = await Promise.all(everybody.map((screen) => roles(screen, chat)))
    for (const other of others) expect(other).toEqual(first)
  }
}, 60_000)

test('R3 who leaves reads nothing more; an owner must hand over first', async () => {
  const chat = await group(anna, [boris, clara])
  await expect(anna.client.groups.leave(chat)).rejects.toMatchObject({ code: 'FORBIDDEN', data: { reason: 'owner' } })
  const tablet = await signIn(server, anna)
  await isOnline(tablet)
  await anna.client.groups.handOver(chat, boris.user)
  await becomes(boris, chat, ({ role }) => role === 'owner')
  await anna.client.groups.leave(chat)
  // The same on the other device, through the head.
  for (const screen of [anna, tablet]) await becomes(screen, chat, ({ left }) => left)
  await clara.client.messages.send(chat, 'behind the door')
  await shows(boris, chat, ['behind the door'])
  await becomes(boris, chat, ({ memberCount }) => memberCount === 2)
  expect(await texts(anna, chat)).toEqual([])
  expect((await lines(boris, chat)).map(({ change }) => change.type)).toEqual(['created', 'role', 'role', 'left'])
  expect((await chatOf(anna, chat)).rights).toMatchObject({ write: false, manage: false })
  await anna.client.chats.forget(chat)
  for (const screen of [anna, tablet]) await until(async () => (await screen.client.chats.get(chat)) === null)
  await tablet.client.close()
}, 40_000)

test('R3 whoever left gets no box of what an admin does next', async () => {
  const chat = await group(anna, [boris, clara, denis])
  await boris.client.groups.leave(chat)
  await becomes(boris, chat, ({ left }) => left)
  // Until Anna's device has heard of it.
  await new Promise((resolve) => setTimeout(resolve, 400))
  await anna.client.groups.remove(chat, [clara.user])
  for (const screen of [anna, denis]) await becomes(screen, chat, ({ memberCount }) => memberCount === 2)
  const boxes = await server.database.sql`
    SELECT n FROM epoch_boxes WHERE chat_id = ${chat} AND n > 0
      AND (user_id = ${boris.user} OR user_id = ${clara.user} AND n = 2)`
  expect(boxes).toHaveLength(0)
  expect((await lines(anna, chat)).map(({ change }) => change.type)).toEqual(['created', 'left', 'removed'])
})

test('R3 an admin who has not heard of a leave seals the leaver nothing either', async () => {
  const chat = await group(anna, [boris, clara, denis])
  let deaf = true
  const without = <Head extends { id: ChatId }>(head: Head) =>
    deaf && head.id === chat ? { ...head, leaves: [], rotate: false } : head
  const liar = new LyingServer()
  liar.lie = (path, body) => {
    if (path === '/api/chats')
      return { ...(body as object), chats: (body as { chats: { id: ChatId }[] }).chats.map(without) }
    return path === `/api/chats/${chat}` ? without(body as { id: ChatId }) : body
  }
  const fetch: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init)
    // What the server says of its refusal he hears.
    if (request.method === 'POST' && request.url.endsWith('/epochs')) deaf = false
    return liar.fetch(request)
  }
  const tablet = await signIn(server, anna, nodePlatform({ fetch }))
  await isOnline(tablet)
  await becomes(tablet, chat, ({ title }) => title !== '')
  await boris.client.groups.leave(chat)
  await becomes(boris, chat, ({ left }) => left)
  await tablet.client.groups.remove(chat, [clara.user])
  await becomes(denis, chat, ({ memberCount }) => memberCount === 2)
  const boxes = await server.database.sql`
    SELECT n FROM epoch_boxes WHERE chat_id = ${chat} AND n > 0 AND user_id = ${boris.user}`
  expect(boxes).toHaveLength(0)
  expect((await lines(denis, chat)).map(({ change }) => change.type)).toEqual(['created', 'left', 'removed'])
  await tablet.client.close()
}, 20_000)

test('R4 a newcomer reads what came before, or not, as the group chose', async () => {
  const open = await group(anna, [boris])
  const shut = await group(anna, [boris], 'Shut', { history: false })
  for (const chat of [open, shut]) {
    await anna.client.messages.send(chat, 'before')
    await shows(boris, chat, ['before'])
    await anna.client.groups.add(chat, [clara.user])
    await becomes(clara, chat, ({ title, left }) => title !== '' && !left)
    await boris.client.messages.send(chat, 'after')
  }
  await shows(clara, open, ['before', 'after'])
  await shows(clara, shut, ['after'])
  await anna.client.groups.setPolicy(shut, { history: true })
  await boris.client.messages.send(shut, 'from here on')
  await shows(boris, shut, ['before', 'after', 'from here on'])
  await anna.client.groups.add(shut, [denis.user])
  await anna.client.messages.send(shut, 'welcome')
  // What lived under "no history" is never bridged (R23).
  await until(async () => (await texts(denis, shut)).includes('welcome'))
  expect(await texts(denis, shut)).not.toContain('after')
}, 40_000)

test('R4 a link with approval: who asks waits for an admin’s word', async () => {
  const chat = await group(anna, [boris], 'With a door')
  const { link, id } = await anna.client.groups.createInvite(chat, { expiresAt: 0, maxUses: 0, approval: true })
  expect(await clara.client.groups.join(link ?? '')).toMatchObject({ state: 'waiting', name: 'With a door' })
  await denis.client.groups.join(link ?? '')
  const waiting = await becomes(anna, chat, ({ joins }) => joins.length === 2)
  expect(waiting.joins.map(({ name }) => name).toSorted()).toEqual(['Clara', 'Denis'])
  expect((await chatOf(boris, chat)).joins).toEqual([])
  await anna.client.groups.answerJoin(chat, clara.user, true)
  await anna.client.groups.answerJoin(chat, denis.user, false)
  await becomes(clara, chat, ({ memberCount }) => memberCount === 3)
  expect(await denis.client.groups.look(link ?? '')).toMatchObject({ state: 'refused' })
  await becomes(anna, chat, ({ joins }) => joins.length === 0)
  expect(await anna.client.groups.invites(chat)).toMatchObject([{ id, link, uses: 1, approval: true }])
  await anna.client.groups.revokeInvite(chat, id)
  await expect(denis.client.groups.join(link ?? '')).rejects.toMatchObject({ code: 'INVITE_INVALID' })
  for (const wrong of ['', 'https://x.example/join#', `${link}x`, '#.'])
    await expect(denis.client.groups.look(wrong)).rejects.toMatchObject({ code: 'INVITE_INVALID' })
  await expect(boris.client.groups.invites(chat)).rejects.toMatchObject({ code: 'FORBIDDEN' })
}, 40_000)

test('R4 whom an admin sent away waits for an admin, though the link is open to others', async () => {
  const chat = await group(anna, [boris, clara], 'Once out')
  const { link } = await anna.client.groups.createInvite(chat, { expiresAt: 0, maxUses: 0, approval: false })
  await anna.client.groups.remove(chat, [clara.user])
  await becomes(clara, chat, ({ left }) => left)
  expect(await clara.client.groups.look(link ?? '')).toMatchObject({ approval: true, state: 'none' })
  await clara.client.groups.join(link ?? '')
  // Neither the member's device nor the admin's lets her in by itself; who was never in comes at once.
  await becomes(anna, chat, ({ joins }) => joins.length === 1)
  await denis.client.groups.join(link ?? '')
  await becomes(denis, chat, ({ memberCount }) => memberCount === 3)
  expect((await chatOf(anna, chat)).joins.map(({ id }) => id)).toEqual([clara.user])
  expect((await chatOf(clara, chat)).left).toBe(true)
  await expect(boris.client.groups.add(chat, [clara.user])).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await anna.client.groups.answerJoin(chat, clara.user, true)
  await becomes(clara, chat, ({ left, memberCount }) => !left && memberCount === 4)
}, 40_000)

test('R23 the name goes on when its author is gone, and rights are asked of the signed roster', async () => {
  const chat = await group(anna, [boris, clara], 'First')
  await anna.client.groups.setRole(chat, boris.user, 'admin')
  await becomes(boris, chat, ({ rights }) => rights.info)
  await boris.client.groups.setInfo(chat, { name: 'By Boris', description: 'about', photo: new Uint8Array([1, 2, 3]) })
  for (const screen of [anna, clara]) await becomes(screen, chat, ({ title }) => title === 'By Boris')
  expect([...((await chatOf(clara, chat)).photo ?? [])]).toEqual([1, 2, 3])
  await boris.client.groups.leave(chat)
  await clara.client.messages.send(chat, 'after him')
  await becomes(anna, chat, ({ memberCount }) => memberCount === 2)
  await anna.client.groups.add(chat, [denis.user])
  // A newcomer reads the log in pages: an older name may stand there for a moment.
  const seen = await becomes(denis, chat, ({ title }) => title === 'By Boris')
  expect(seen).toMatchObject({ description: 'about', memberCount: 3, role: 'member' })
  await expect(denis.client.groups.setInfo(chat, { name: 'Mine' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await anna.client.groups.setInfo(chat, { photo: null })
  await becomes(denis, chat, ({ photo }) => photo === undefined)
  const changes = (await lines(anna, chat)).map(({ change }) => change.type)
  for (const type of ['renamed', 'photo', 'description', 'left', 'added'] as const) expect(changes).toContain(type)
}, 40_000)

test('R16 a chat with a timer gets a new key that leads nowhere back, again when it is old', async () => {
  const time = { ahead: 0 }
  const device = nodePlatform({ now: () => Date.now() + time.ahead })
  const elena = await signUp(server, 'Elena', device)
  await isOnline(elena)
  const { id } = await elena.client.chats.openDirect(boris.user)
  await elena.client.groups.setTimer(id, 3600)
  await elena.client.messages.send(id, 'for an hour')
  const [message] = await shows(boris, id, ['for an hour'])
  expect(message?.expiresAt).toBeGreaterThan(Date.now() + 3_500_000)
  await becomes(boris, id, ({ timer }) => timer === 3600)
  const count = async () => Number((await server.database.sql`SELECT head FROM chats WHERE id = ${id}`)[0]?.['head'])
  const before = await count()
  await elena.client.messages.send(id, 'the same key')
  await shows(boris, id, ['for an hour', 'the same key'])
  expect(await count()).toBe(before)
  time.ahead = 901_000
  await elena.client.messages.send(id, 'another key')
  await until(async () => (await texts(boris, id)).includes('another key'))
  expect(await count()).toBe(before + 1)
  expect((await lines(boris, id)).map(({ change }) => change)).toEqual([{ type: 'timer', seconds: 3600 }])
  // With the last message goes the key: nothing on the disk opens it any more.
  const keys = async () => {
    const db = await openAccountDb(device.storage, elena.user)
    const rows = await db.getAll('epochs', IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]))
    db.close()
    return rows.map(({ key, box }) => key !== undefined || box !== undefined)
  }
  const held = await keys()
  expect(held.slice(1)).toEqual([true, true])
  time.ahead += 3_700_000
  await elena.client.messages.send(id, 'one more')
  await until(async () => (await count()) === before + 2)
  await boris.client.messages.send(id, 'heard')
  await until(async () => (await keys()).slice(1).join() === 'false,true,true')
  await elena.client.close()
}, 40_000)

test('a tab that follows does it through the one that leads', async () => {
  const device = nodePlatform()
  const first = await signIn(server, anna, device)
  await isOnline(first)
  const second = await openScreen(server, device, anna)
  await isOnline(second)
  const { id } = await second.client.groups.create({ name: 'From behind', users: [boris.user] })
  await becomes(first, id, ({ title }) => title === 'From behind')
  await becomes(second, id, ({ memberCount }) => memberCount === 2)
  await second.client.groups.add(id, [clara.user])
  expect(await second.client.groups.members(id)).toHaveLength(3)
  await expect(second.client.groups.leave(id)).rejects.toMatchObject({ code: 'FORBIDDEN', data: { reason: 'owner' } })
  await until(async () => (await lines(second, id)).length === 2)
  await second.client.groups.destroy(id)
  for (const screen of [first, second, boris])
    await until(async () => (await screen.client.chats.get(id)) === null, 15_000)
  await second.client.close()
  await first.client.close()
}, 40_000)

test('without a server nothing of a group changes, and it says so', async () => {
  const chat = await group(anna, [boris])
  await server.stop()
  await until(async () => (await anna.client.connection()) !== 'online')
  await expect(anna.client.groups.add(chat, [clara.user])).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await expect(boris.client.groups.add(chat, [clara.user])).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(anna.client.groups.create({ name: 'x', users: [] })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(await anna.client.groups.members(chat)).toHaveLength(2)
  await server.start()
  for (const screen of [anna, boris, clara, denis]) await isOnline(screen)
}, 40_000)

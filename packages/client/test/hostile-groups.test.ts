import { inviteKey, randomBytes, signJoin } from '@soroka/crypto'
import type { ChatId, UserId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import type { ChatView } from '../src/types.ts'
import { LyingServer } from './lying-server.ts'
import { chatOf, closeAll, isOnline, messages, type Screen, shows, signIn, signUp, texts, until } from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

// What a server might tell of a group: who is in it, what it is called, who may come in. Anna owns, Boris is a member.
let server: RestartableServer
let anna: Screen
let boris: Screen
let eve: Screen
beforeAll(async () => {
  server = await startServer()
  ;[anna, boris, eve] = [await signUp(server, 'Anna'), await signUp(server, 'Boris'), await signUp(server, 'Eve')]
  for (const screen of [anna, boris, eve]) await isOnline(screen)
}, 60_000)
afterAll(() => closeAll(server, anna, boris, eve))

interface Head {
  id: ChatId
  kind: string
  members: UserId[]
  memberCount: number
  leaves: string[]
  joins: unknown[]
  rotate: boolean
  [more: string]: unknown
}

/** A device that is lied to about the heads of groups; Boris's, if nobody else's. */
async function deceived(lie: (head: Head) => Head, whose = boris): Promise<Screen> {
  const liar = new LyingServer()
  liar.lie = (path, body) => {
    if (path === '/api/chats') return { ...(body as object), chats: (body as { chats: Head[] }).chats.map(lie) }
    return /^\/api\/chats\/[^/]+$/.test(path) ? lie(body as Head) : body
  }
  const screen = await signIn(server, whose, nodePlatform({ fetch: liar.fetch }))
  await isOnline(screen)
  return screen
}

async function group(name: string): Promise<ChatId> {
  const { id } = await anna.client.groups.create({ name, users: [boris.user] })
  await becomes(boris, id, ({ title }) => title === name)
  return id
}

const becomes = (screen: Screen, chat: ChatId, what: (view: ChatView) => boolean) =>
  until(async () => {
    const view = await screen.client.chats.get(chat)
    return view !== null && what(view) ? view : undefined
  })

const epochsOf = async (chat: ChatId) =>
  Number((await server.database.sql`SELECT count(*)::int AS n FROM epochs WHERE chat_id = ${chat}`)[0]?.['n'])

test('ghost members: screens count and name whom the signed roster names, whatever the server says', async () => {
  const dora = await signUp(server, 'Dora')
  const chat = await group('No ghosts')
  await anna.client.groups.add(chat, [dora.user])
  const victim = await deceived((head) => ({ ...head, members: [...head.members, eve.user], memberCount: 99 }))
  const view = await becomes(victim, chat, ({ title }) => title === 'No ghosts')
  expect(view).toMatchObject({ memberCount: 3, role: 'member', rights: { manage: false, write: true } })
  const members = await victim.client.groups.members(chat)
  expect(members.map(({ person }) => person.id).toSorted()).toEqual([anna.user, boris.user, dora.user].toSorted())
  await dora.client.close()
  await victim.client.close()
})

test('R3 a leave that nobody signed drops nobody', async () => {
  const chat = await group('Nobody leaves')
  const rubbish = [toBase64url(randomBytes(170)), 'AAAA']
  const victim = await deceived((head) => ({ ...head, leaves: rubbish, rotate: true }))
  await becomes(victim, chat, ({ title }) => title !== '')
  await victim.client.messages.send(chat, 'still together')
  await shows(anna, chat, ['still together'])
  expect(await chatOf(anna, chat)).toMatchObject({ memberCount: 2 })
  await victim.client.close()
})

test('R4 who holds no link is not let in, though the server says he asks', async () => {
  const chat = await group('A closed door')
  const seed = randomBytes(32)
  const keys = { chat, user: eve.user, ikFp: randomBytes(32), pukFp: randomBytes(32) }
  const join = {
    user: eve.user,
    pub: toBase64url(await inviteKey(seed)),
    proof: toBase64url(await signJoin(seed, keys)),
    approval: false,
    at: Date.now(),
  }
  const before = await epochsOf(chat)
  // Anna may add whom she likes: only the missing link stops her device.
  const victim = await deceived((head) => (head.id === chat ? { ...head, joins: [join] } : head), anna)
  await becomes(victim, chat, ({ title }) => title !== '')
  await new Promise((resolve) => setTimeout(resolve, 4_000))
  expect(await epochsOf(chat)).toBe(before)
  expect((await chatOf(victim, chat)).memberCount).toBe(2)
  await victim.client.close()
}, 20_000)

test('R4 an admin’s own word lets nobody in whose asking the server made up', async () => {
  const chat = await group('A door with a bell')
  const { id: pub } = await anna.client.groups.createInvite(chat, { expiresAt: 0, maxUses: 0, approval: true })
  const join = { user: eve.user, pub, proof: toBase64url(randomBytes(64)), approval: true, at: Date.now() }
  const victim = await deceived((head) => (head.id === chat ? { ...head, joins: [join] } : head), anna)
  await becomes(victim, chat, ({ joins }) => joins.length === 1)
  await expect(victim.client.groups.answerJoin(chat, eve.user, true)).rejects.toMatchObject({ code: 'INVITE_INVALID' })
  expect((await chatOf(anna, chat)).memberCount).toBe(2)
  await victim.client.close()
})

test('R23 a name in another group’s place, and a lower version again, change nothing', async () => {
  const [chat, other] = [await group('One'), await group('Other')]
  await anna.client.groups.setInfo(chat, { name: 'Two' })
  await becomes(boris, chat, ({ title }) => title === 'Two')
  interface Row {
    seq: number
    envelope?: string
  }
  const envelope = async (id: ChatId, seq: number) => {
    const [row] = await server.database.sql`SELECT envelope FROM messages WHERE chat_id = ${id} AND seq = ${seq}`
    return toBase64url(new Uint8Array(row?.['envelope'] as Buffer))
  }
  const [foreign, old] = [await envelope(other, 1), await envelope(chat, 1)]
  for (const lie of [foreign, old]) {
    const liar = new LyingServer()
    liar.lie = (path, body) =>
      path === `/api/chats/${chat}/messages`
        ? {
            ...(body as object),
            rows: (body as { rows: Row[] }).rows.map((row) => (row.seq === 2 ? { ...row, envelope: lie } : row)),
          }
        : body
    const victim = await signIn(server, boris, nodePlatform({ fetch: liar.fetch }))
    await isOnline(victim)
    await until(async () => (await victim.client.chats.get(chat))?.lastSeq === 2)
    await messages(victim, chat)
    expect((await chatOf(victim, chat)).title).not.toBe('Other')
    expect((await chatOf(boris, chat)).title).toBe('Two')
    await victim.client.close()
  }
}, 20_000)

test('R8 a removed member’s keys are refused, and he is sealed nothing', async () => {
  const chat = await group('Without Boris')
  await anna.client.messages.send(chat, 'before')
  await shows(boris, chat, ['before'])
  await anna.client.groups.remove(chat, [boris.user])
  await becomes(boris, chat, ({ left }) => left)
  await anna.client.messages.send(chat, 'after')
  await shows(anna, chat, ['before', 'after'])
  await expect(boris.client.groups.setInfo(chat, { name: 'Mine' })).rejects.toMatchObject({ code: expect.any(String) })
  expect(await texts(boris, chat)).toEqual(['before'])
  const boxes = await server.database.sql`
    SELECT 1 FROM epoch_boxes b JOIN chats c ON c.id = b.chat_id AND c.head = b.n
    WHERE b.chat_id = ${chat} AND b.user_id = ${boris.user}`
  expect(boxes).toHaveLength(0)
  // A server that helps him finds no key in anything it holds for him.
  await server.database.sql`
    UPDATE chat_participants SET left_seq = NULL WHERE chat_id = ${chat} AND user_id = ${boris.user}`
  await server.database.sql`
    UPDATE chat_memberships SET to_seq = NULL, to_epoch = NULL WHERE chat_id = ${chat} AND user_id = ${boris.user}`
  const helped = await signIn(server, boris)
  await isOnline(helped)
  await until(async () => (await messages(helped, chat)).length === 2)
  const [, after] = await messages(helped, chat)
  expect(after).toMatchObject({ text: '', problem: 'waiting_key' })
  expect((await chatOf(helped, chat)).rights.write).toBe(false)
  await helped.client.close()
}, 20_000)

test('R13 who is no admin any more deletes nobody’s message, though he signs under the epoch that made him one', async () => {
  const chat = await group('Once an admin')
  await anna.client.groups.setRole(chat, boris.user, 'admin')
  await anna.client.messages.send(chat, 'mine')
  const [mine] = await shows(boris, chat, ['mine'])
  await becomes(boris, chat, ({ role }) => role === 'admin')
  const made = (await epochsOf(chat)) - 1
  await anna.client.groups.setRole(chat, boris.user, 'member')
  // The server keeps it from one of Boris's devices, and takes him for an admin itself.
  const liar = new LyingServer()
  const old = (head: Head) => (head.id === chat ? { ...head, epoch: made } : head)
  liar.lie = (path, body) => {
    if (path === '/api/chats') return { ...(body as object), chats: (body as { chats: Head[] }).chats.map(old) }
    if (path === `/api/chats/${chat}`) return old(body as Head)
    if (path !== `/api/chats/${chat}/epochs`) return body
    return { ...(body as object), epochs: (body as { epochs: { n: number }[] }).epochs.filter(({ n }) => n <= made) }
  }
  const late = await signIn(server, boris, nodePlatform({ fetch: liar.fetch }))
  await isOnline(late)
  await becomes(late, chat, ({ role }) => role === 'admin')
  await server.database
    .sql`UPDATE chat_participants SET role = 'admin' WHERE chat_id = ${chat} AND user_id = ${boris.user}`
  await until(async () => (await texts(late, chat)).includes('mine'))
  await late.client.messages.remove(chat, [mine?.id ?? ('' as never)], { forEveryone: true })
  await until(async () => (await chatOf(anna, chat)).lastSeq > (mine?.seq ?? 0))
  await new Promise((resolve) => setTimeout(resolve, 300))
  const fresh = await signIn(server, boris)
  await isOnline(fresh)
  for (const screen of [anna, fresh]) {
    const [shown] = await until(async () => {
      const rows = await messages(screen, chat)
      return rows.length > 0 ? rows : undefined
    })
    // What the server erased it can't give back; but nobody is told that an admin deleted it.
    expect(shown?.deleted).toBeUndefined()
  }
  expect(await messages(fresh, chat)).toMatchObject([{ problem: 'removed' }])
  await late.client.close()
  await fresh.client.close()
}, 20_000)

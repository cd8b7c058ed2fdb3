import { createAccount, randomBytes } from '@soroka/crypto'
import type { ChatId } from '@soroka/protocol'
import { equal, toBase64url } from '@soroka/protocol/bytes'
import { decodeEpoch, REASON } from '@soroka/protocol/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePlatform } from '../src/platform/node.ts'
import { LyingServer } from './lying-server.ts'
import { resetIdentity } from './new-identity.ts'
import {
  chatOf,
  closeAll,
  isOnline,
  messages,
  openScreen,
  type Screen,
  shows,
  signIn,
  signUp,
  until,
} from './people.ts'
import { type RestartableServer, startServer } from './server.ts'

// What Anna knows of the keys of others, and what she says of them.
let server: RestartableServer
let anna: Screen
beforeAll(async () => {
  server = await startServer()
  anna = await signUp(server, 'Anna')
  await isOnline(anna)
}, 60_000)
afterAll(() => closeAll(server, anna))

const numberOf = async (screen: Screen, of: Screen) => (await screen.client.people.safetyNumber(of.user)) ?? ''
const stateOf = async (screen: Screen, of: Screen) => (await screen.client.people.get(of.user))?.verification
const becomes = (screen: Screen, of: Screen, state: string) =>
  until(async () => (await stateOf(screen, of)) === state || undefined)

/** Somebody whom Anna has written to. */
async function met(name: string, by = anna): Promise<{ other: Screen; id: ChatId }> {
  const other = await signUp(server, name)
  await isOnline(other)
  const { id } = await by.client.chats.openDirect(other.user)
  await by.client.messages.send(id, 'before')
  await shows(other, id, ['before'])
  await shows(by, id, ['before'])
  return { other, id }
}

/** His chain shows another identity, and the server says that something of him changed. */
async function renewed(other: Screen) {
  const ikFp = await resetIdentity(server, other)
  await other.client.account.update({ name: `${other.nickname} again` })
  return ikFp
}

async function newest(chat: ChatId) {
  const rows = await server.database.sql<{ record: Buffer }[]>`
    SELECT record FROM epochs WHERE chat_id = ${chat} ORDER BY n DESC LIMIT 1`
  return decodeEpoch(new Uint8Array(rows[0]?.record ?? []))
}

const waits = async (screen: Screen, chat: ChatId) => {
  await new Promise((resolve) => setTimeout(resolve, 300))
  return (await messages(screen, chat)).map(({ text, state }) => `${text} ${state}`)
}

test('R22 the number that was compared makes "verified", on all my devices; another number does not', async () => {
  const { other } = await met('Boris')
  const number = await numberOf(anna, other)
  expect(number.replaceAll(' ', '')).toMatch(/^\d{60}$/)
  expect(await stateOf(anna, other)).toBe('unverified')
  const wrong = number.replace(/^\d/, (digit) => `${(Number(digit) + 1) % 10}`)
  await expect(anna.client.people.verify(other.user, wrong)).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(anna.client.people.verify(other.user, '12345')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  expect(await stateOf(anna, other)).toBe('unverified')
  await anna.client.people.verify(other.user, number)
  expect(await stateOf(anna, other)).toBe('verified')
  const tablet = await signIn(server, anna)
  await becomes(tablet, other, 'verified')
  await tablet.client.people.unverify(other.user)
  await becomes(anna, other, 'unverified')
  await tablet.client.close()
  await other.client.close()
})

test('R2 a changed key: a line and a state say so, the outbox is held, and my word on one device lets all go on', async () => {
  const { other, id } = await met('Vera')
  const before = await numberOf(anna, other)
  await anna.client.people.verify(other.user, before)
  const tablet = await signIn(server, anna)
  await becomes(tablet, other, 'verified')
  const ikFp = await renewed(other)
  for (const screen of [anna, tablet]) await becomes(screen, other, 'changed')
  // The person's state holds messages at once; what the chat shows of it follows.
  await until(async () => (await chatOf(anna, id)).warning === 'key_changed')
  const told = () => anna.events.flatMap((event) => (event.type === 'lines' && event.chat === id ? event.upserts : []))
  await until(() => Promise.resolve(told().some(({ change }) => change.type === 'key_changed')))
  const { lines } = await anna.client.messages.page(id, { limit: 10 })
  expect(lines.map(({ change }) => change)).toContainEqual({ type: 'key_changed', users: [other.user] })
  await anna.client.messages.send(id, 'held')
  expect(await waits(anna, id)).toEqual(['before sent', 'held pending'])
  // What is compared now is the new key's number: the old one says nothing of it.
  expect(await numberOf(anna, other)).not.toBe(before)
  await expect(anna.client.people.verify(other.user, before)).rejects.toMatchObject({ code: 'CONFLICT' })
  await tablet.client.people.confirmKey(other.user)
  for (const screen of [anna, tablet]) await becomes(screen, other, 'unverified')
  await shows(anna, id, ['before', 'held'])
  expect((await chatOf(anna, id)).warning).toBeUndefined()
  const epoch = await newest(id)
  expect(epoch.reason).toBe(REASON.reset)
  expect(epoch.changes.some(({ set }) => set?.user === other.user && equal(set.ikFp, ikFp))).toBe(true)
  // The key was taken, not the word that it was compared.
  await anna.client.people.verify(other.user, await numberOf(anna, other))
  await becomes(tablet, other, 'verified')
  await tablet.client.close()
  await other.client.close()
})

test('R2 S19 a chain made anew is accepted by nobody, and what it changed stays held', async () => {
  const liar = new LyingServer()
  const clara = await signUp(server, 'Clara', nodePlatform({ fetch: liar.fetch }))
  await isOnline(clara)
  const { id } = await clara.client.chats.openDirect(anna.user)
  await clara.client.messages.send(id, 'before')
  await shows(clara, id, ['before'])
  const forged = await createAccount({ user: anna.user, exportKey: randomBytes(64), recoveryKey: randomBytes(32) })
  const entries = [toBase64url(forged.entry)]
  liar.lie = (path, body) => (path === `/api/users/${anna.user}/chain` ? { from: 0, entries } : body)
  await anna.client.account.update({ name: 'Anna again' })
  await becomes(clara, anna, 'changed')
  await expect(clara.client.people.confirmKey(anna.user)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const number = await numberOf(clara, anna)
  await expect(clara.client.people.verify(anna.user, number)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await clara.client.messages.send(id, 'held')
  expect(await waits(clara, id)).toEqual(['before sent', 'held pending'])
  await clara.client.close()
})

test('R22 a new device is not shown another key than the one that was accepted', async () => {
  const { other } = await met('Dora')
  await anna.client.people.verify(other.user, await numberOf(anna, other))
  const forged = await createAccount({ user: other.user, exportKey: randomBytes(64), recoveryKey: randomBytes(32) })
  const entry = toBase64url(forged.entry)
  const liar = new LyingServer()
  liar.lie = (path, body) => {
    if (path === `/api/users/${other.user}/chain`) return { from: 0, entries: [entry] }
    if (path !== '/api/users/chains') return body
    const { chains } = body as { chains: { user: string; from: number; entries: string[] }[] }
    return { chains: chains.map((one) => (one.user === other.user ? { ...one, from: 0, entries: [entry] } : one)) }
  }
  const fresh = await signIn(server, anna, nodePlatform({ fetch: liar.fetch }))
  await isOnline(fresh)
  await numberOf(fresh, other)
  await becomes(fresh, other, 'changed')
  const { id } = await fresh.client.chats.openDirect(other.user)
  await fresh.client.messages.send(id, 'held')
  expect((await waits(fresh, id)).at(-1)).toBe('held pending')
  await fresh.client.close()
  await other.client.close()
})

test('R2 whoever has a new identity is dropped from a group by its admin’s next epoch, and returns by a human’s word', async () => {
  const { other } = await met('Eva')
  const { id } = await anna.client.groups.create({ name: 'Rooks', users: [other.user] })
  await until(async () => (await other.client.chats.get(id))?.title === 'Rooks' || undefined)
  await renewed(other)
  await becomes(anna, other, 'changed')
  await anna.client.messages.send(id, 'who is here?')
  await shows(anna, id, ['who is here?'])
  expect(await newest(id)).toMatchObject({ reason: REASON.reset })
  expect((await anna.client.groups.members(id)).map(({ person }) => person.id)).toEqual([anna.user])
  await expect(anna.client.groups.add(id, [other.user])).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await anna.client.people.confirmKey(other.user)
  await anna.client.groups.add(id, [other.user])
  expect(await anna.client.groups.members(id)).toHaveLength(2)
  await other.client.close()
})

test('a tab that follows says it through the one that leads', async () => {
  const platform = nodePlatform()
  const first = await signUp(server, 'Fedor', platform)
  await isOnline(first)
  const { other } = await met('Galya', first)
  const second = await openScreen(server, platform)
  await isOnline(second)
  await second.client.people.verify(other.user, await numberOf(second, other))
  for (const screen of [first, second]) await becomes(screen, other, 'verified')
  for (const screen of [second, first, other]) await screen.client.close()
})

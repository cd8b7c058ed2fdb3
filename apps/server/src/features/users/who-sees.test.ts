import type { Audience, Privacy, Profile } from '@soroka/protocol/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { directEpoch } from '../../testing/sealed.ts'
import { TestSocket } from '../../testing/test-socket.ts'

let server: TestServer
/** Whose profile it is, and those who look at it. */
let whom: TestClient
let contact: TestClient
let stranger: TestClient
let blocked: TestClient

const gif = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg'
const photo = Buffer.from(gif, 'base64').toString('base64url')
const status = { emoji: '🌲', text: 'в лесу', until: null }
const fields = { about: 'Ornithologist', phone: '+79161234567', status }

beforeAll(async () => {
  server = await startTestServer()
  const people: TestClient[] = []
  for (const nickname of ['whom_it_is', 'a_contact', 'a_stranger', 'a_blocked'])
    people.push(await new TestClient(server).signUp({ nickname, name: nickname }))
  ;[whom, contact, stranger, blocked] = people as [TestClient, TestClient, TestClient, TestClient]
  await whom.ask(`/contacts/${contact.user}`, { method: 'PUT', body: {} })
  await whom.ask(`/blocks/${blocked.user}`, { method: 'PUT', body: {} })
  for (const who of [contact, stranger, blocked]) {
    // They keep him, which gives them nothing.
    await who.ask(`/contacts/${whom.user}`, { method: 'PUT', body: {} })
    const { record, boxes } = directEpoch(who.person, whom.person)
    const isBlocked = who === blocked
    if (isBlocked) await whom.ask(`/blocks/${blocked.user}`, { method: 'DELETE' })
    expect(await who.ask('/chats/direct', { body: { record, boxes } })).toMatchObject({ status: 200 })
    if (isBlocked) await whom.ask(`/blocks/${blocked.user}`, { method: 'PUT', body: {} })
  }
  expect(await change(fields)).toMatchObject({ body: { changed: true } })
  expect(await whom.ask('/account/photo', { method: 'PUT', body: { image: photo } })).toMatchObject({ status: 200 })
})
afterAll(() => server.stop())

const change = (input: object) => whom.ask('/account', { method: 'PATCH', body: input })
/** Each road by which a profile comes to somebody. */
const roads: Readonly<Record<string, (who: TestClient) => Promise<Profile | undefined>>> = {
  'by id': async (who) => (await who.ask<Profile>(`/users/${whom.user}`)).body,
  'by nickname': async (who) =>
    (await who.ask<{ people: Profile[] }>('/users?query=whom_it_is')).body.people.find(({ id }) => id === whom.user),
  'among contacts': async (who) =>
    (await who.ask<{ contacts: Profile[] }>('/contacts')).body.contacts.find(({ id }) => id === whom.user),
  'among members': async (who) => {
    const { chat } = directEpoch(who.person, whom.person)
    const { members } = (await who.ask<{ members: Profile[] }>(`/chats/${chat}/members`)).body
    return members.find(({ id }) => id === whom.user)
  },
}

const audiences: Readonly<Record<Audience, readonly string[]>> = {
  everyone: ['contact', 'stranger'],
  contacts: ['contact'],
  nobody: [],
}

describe.each(['photo', 'about', 'phone', 'status'] as const)('P231 who sees the %s', (field) => {
  test.each(['everyone', 'contacts', 'nobody'] as const)('shown to %s', async (audience) => {
    const { sql } = server.database
    await sql`UPDATE users SET ${sql({ [`${field}_to`]: audience })} WHERE id = ${whom.user}`
    const others = { contact, stranger, blocked }
    for (const [name, who] of Object.entries(others)) {
      const sees = audiences[audience].includes(name)
      for (const [road, look] of Object.entries(roads)) {
        const shown = await look(who)
        expect(shown, road).toMatchObject({ id: whom.user, name: 'whom_it_is' })
        if (field === 'photo') expect(typeof shown?.photo === 'string', `${name} ${road}`).toBe(sees)
        else expect(shown?.[field], `${name} ${road}`).toEqual(sees ? fields[field] : undefined)
      }
      if (field !== 'photo') continue
      const bytes = await who.ask(`/users/${whom.user}/photo`)
      expect(bytes, name).toMatchObject(sees ? { status: 200, body: { image: photo } } : { code: 'NOT_FOUND' })
    }
    expect((await roads['by id']?.(whom))?.[field]).toBeDefined()
    expect((await whom.ask(`/users/${whom.user}/photo`)).status).toBe(200)
  })
})

test('P231 what is hidden reads like what there is not', async () => {
  const plain = await new TestClient(server).signUp({ nickname: 'plain_one', name: 'plain' })
  const nobody = { photo: 'nobody', about: 'nobody', phone: 'nobody', status: 'nobody' }
  await change({ privacy: nobody })
  const [hidden, none] = await Promise.all(
    [whom, plain].map(async ({ user }) => (await stranger.ask(`/users/${user}`)).body),
  )
  expect(Object.keys(hidden ?? {})).toEqual(Object.keys(none ?? {}))
  expect({ ...hidden, id: '', name: '', nickname: '' }).toEqual({ ...none, id: '', name: '', nickname: '' })
  const [one, two] = await Promise.all([whom, plain].map(({ user }) => stranger.ask(`/users/${user}/photo`)))
  expect({ ...one?.body, requestId: '' }).toEqual({ ...two?.body, requestId: '' })
  await change({ privacy: { photo: 'everyone', about: 'everyone', phone: 'everyone', status: 'everyone' } })
})

test('P234 a phone number finds whom he lets, not by a part, and nobody whom he blocked', async () => {
  const find = async (who: TestClient, query: string) =>
    (await who.ask<{ people: Profile[] }>(`/users?query=${encodeURIComponent(query)}`)).body.people.map(({ id }) => id)
  expect(await find(stranger, fields.phone)).toEqual([])
  expect(await find(contact, fields.phone)).toEqual([])
  await change({ privacy: { findByPhone: true } })
  expect(await find(stranger, '+7 (916) 123-45-67')).toEqual([whom.user])
  expect(await find(stranger, fields.phone.slice(0, -1))).toEqual([])
  expect(await find(blocked, fields.phone)).toEqual([])
})

test('P234 who is not to be found by nickname is found by his contacts alone', async () => {
  await change({ privacy: { findByNickname: false } })
  const found = async (who: TestClient) => (await roads['by nickname']?.(who))?.id
  expect(await found(stranger)).toBeUndefined()
  expect(await found(blocked)).toBeUndefined()
  expect(await found(contact)).toBe(whom.user)
  await change({ privacy: { findByNickname: true } })
  expect(await found(stranger)).toBe(whom.user)
})

test('P232 who may begin a chat: the answer is the one of a block; a chat that is there goes on', async () => {
  const begin = async (who: TestClient) => {
    const { record, boxes } = directEpoch(who.person, whom.person)
    return who.ask<{ request: boolean }>('/chats/direct', { body: { record, boxes } })
  }
  const newOne = async () => new TestClient(server).signUp()
  const write = (audience: Audience) =>
    server.database.sql`UPDATE users SET write_from = ${audience} WHERE id = ${whom.user}`
  const [friend, other] = [await newOne(), await newOne()]
  await whom.ask(`/contacts/${friend.user}`, { method: 'PUT', body: {} })
  await write('contacts')
  const refused = await begin(other)
  expect(refused).toMatchObject({ status: 403, code: 'NOT_ACCEPTING' })
  expect(await begin(friend)).toMatchObject({ status: 200 })
  const kept = await newOne()
  await whom.ask(`/contacts/${kept.user}`, { method: 'PUT', body: {} })
  await write('nobody')
  expect(await begin(kept)).toMatchObject({ code: 'NOT_ACCEPTING' })
  // The chat is there: his device is told to take it.
  expect(await begin(friend)).toMatchObject({ code: 'CHAT_EXISTS' })
  await write('everyone')
  const shut = await newOne()
  await whom.ask(`/blocks/${shut.user}`, { method: 'PUT', body: {} })
  const byBlock = await begin(shut)
  expect({ ...byBlock.body, requestId: '' }).toEqual({ ...refused.body, requestId: '' })
  expect(await begin(other)).toMatchObject({ status: 200 })
})

test('P235 a status is over by itself; each change is told to those who write with him', async () => {
  const socket = await open(contact)
  const until = Date.now() + 900
  await change({ status: { emoji: '', text: 'soon back', until } })
  await socket.next('user.changed', ({ user }) => user === whom.user)
  const seen = async (who: TestClient) => (await roads['by id']?.(who))?.status
  const mine = async () => (await whom.ask<{ status: unknown }>('/account')).body.status
  expect(await seen(contact)).toEqual({ emoji: '', text: 'soon back', until })
  expect(await mine()).toEqual({ emoji: '', text: 'soon back', until })
  await new Promise((go) => setTimeout(go, until - Date.now() + 50))
  expect(await seen(contact)).toBeUndefined()
  expect(await mine()).toBeNull()
  for (const input of [{ status: null }, { about: 'other' }, { phone: null }, { privacy: { about: 'contacts' } }]) {
    const from = socket.frames.length
    await change(input)
    await socket.next('user.changed', ({ user }) => user === whom.user, { from })
  }
  await socket.close()
})

test('P235 words and numbers of a profile have their shapes', async () => {
  const wrong = [
    { about: 'x'.repeat(201) },
    { about: '' },
    { phone: '89161234567' },
    { phone: '+7 916' },
    { phone: '+0123456789' },
    { status: { emoji: 'ab', text: '', until: null } },
    { status: { emoji: '🌲🌲', text: '', until: null } },
    { status: { emoji: '', text: 'x'.repeat(81), until: null } },
    { privacy: { phone: 'friends' } },
  ]
  const who = await new TestClient(server).signUp()
  for (const input of wrong)
    expect(await who.ask('/account', { method: 'PATCH', body: input }), JSON.stringify(input)).toMatchObject({
      code: 'BAD_REQUEST',
    })
  const privacy: Partial<Privacy> = { write: 'contacts', call: 'nobody', findByNickname: false }
  expect(await who.ask('/account', { method: 'PATCH', body: { privacy } })).toMatchObject({ body: { changed: true } })
  expect((await who.ask<{ privacy: Privacy }>('/account')).body.privacy).toMatchObject({
    ...privacy,
    phone: 'contacts',
    photo: 'everyone',
    findByPhone: false,
  })
})

async function open(who: TestClient): Promise<TestSocket> {
  const { body } = await who.ask<{ ticket: string }>('/auth/ticket', { method: 'POST', body: {} })
  const socket = new TestSocket(`${server.url.replace('http', 'ws')}/ws/${body.ticket}`)
  await socket.next('ready')
  return socket
}

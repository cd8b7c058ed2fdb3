import { limits } from '@soroka/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { randomId } from '../../testing/people.ts'
import { directEpoch } from '../../testing/sealed.ts'
import { TestSocket } from '../../testing/test-socket.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const someone = (extra: object = {}) => new TestClient(server).signUp(extra)
const put = (who: TestClient, list: 'contacts' | 'blocks', user: string) =>
  who.ask(`/${list}/${user}`, { method: 'PUT', body: {} })
const remove = (who: TestClient, list: 'contacts' | 'blocks', user: string) =>
  who.ask(`/${list}/${user}`, { method: 'DELETE' })

interface Contact {
  id: string
  name: string
  nickname: string
  addedAt: number
}
const contactsOf = async (who: TestClient, query?: string) =>
  (
    await who.ask<{ contacts: Contact[] }>(
      `/contacts${query === undefined ? '' : `?query=${encodeURIComponent(query)}`}`,
    )
  ).body.contacts
const blockedBy = async (who: TestClient) =>
  (await who.ask<{ blocked: { id: string; at: number }[] }>('/blocks')).body.blocked

async function open(who: TestClient): Promise<TestSocket> {
  const { body } = await who.ask<{ ticket: string }>('/auth/ticket', { method: 'POST', body: {} })
  const socket = new TestSocket(`${server.url.replace('http', 'ws')}/ws/${body.ticket}`)
  await socket.next('ready')
  return socket
}

describe('contacts', () => {
  test('are added, found by the beginning of name or nickname in any case, and removed', async () => {
    const anna = await someone()
    const boris = await someone({ name: 'Ёжиков Борис', nickname: 'hedgehog' })
    const carla = await someone({ name: 'Carla', nickname: 'zz_carla' })
    expect(await put(anna, 'contacts', boris.user)).toMatchObject({ body: { added: true } })
    expect(await put(anna, 'contacts', boris.user)).toMatchObject({ body: { added: false } })
    await put(anna, 'contacts', carla.user)
    expect(await contactsOf(anna)).toEqual([
      { id: boris.user, name: 'Ёжиков Борис', nickname: 'hedgehog', photo: null, addedAt: expect.any(Number) },
      { id: carla.user, name: 'Carla', nickname: 'zz_carla', photo: null, addedAt: expect.any(Number) },
    ])
    for (const query of ['ёжи', 'HEDGE', '@hedge'])
      expect(await contactsOf(anna, query)).toMatchObject([{ id: boris.user }])
    for (const query of ['Борис', 'arla', '%', '_', 'hedgehogs'])
      expect(await contactsOf(anna, query), query).toEqual([])
    expect(await contactsOf(boris)).toEqual([])
    expect(await remove(anna, 'contacts', boris.user)).toMatchObject({ body: { removed: true } })
    expect(await remove(anna, 'contacts', boris.user)).toMatchObject({ body: { removed: false } })
    expect(await contactsOf(anna)).toMatchObject([{ id: carla.user }])
  })

  test('nobody, oneself and what is no id are refused; the list has an end', async () => {
    const anna = await someone()
    const boris = await someone()
    expect(await put(anna, 'contacts', randomId())).toMatchObject({ code: 'NOT_FOUND' })
    expect(await put(anna, 'contacts', anna.user)).toMatchObject({ code: 'BAD_REQUEST' })
    expect(await put(anna, 'contacts', 'x')).toMatchObject({ code: 'BAD_REQUEST' })
    await server.database.sql`
      INSERT INTO contacts (user_id, contact_id, at) SELECT ${anna.user}, 'c' || i, 1 FROM generate_series(1, ${limits.contacts}) i`
    expect(await put(anna, 'contacts', boris.user)).toMatchObject({ code: 'LIMIT_REACHED' })
    await server.database.sql`
      INSERT INTO blocks (user_id, blocked_id, at) SELECT ${anna.user}, 'c' || i, 1 FROM generate_series(1, ${limits.blocks}) i`
    expect(await put(anna, 'blocks', boris.user)).toMatchObject({ code: 'LIMIT_REACHED' })
  })

  test('changes reach the other devices of the person and nobody else', async () => {
    const [anna, boris] = [await someone(), await someone()]
    const [a, b] = [await open(anna), await open(boris)]
    let heard = 0
    for (const change of [
      () => put(anna, 'contacts', boris.user),
      () => remove(anna, 'contacts', boris.user),
      () => put(anna, 'blocks', boris.user),
      () => remove(anna, 'blocks', boris.user),
    ]) {
      const from = a.frames.length
      await change()
      await a.next('contacts.changed', () => true, { from })
      heard += 1
    }
    await remove(anna, 'blocks', boris.user)
    await put(boris, 'contacts', anna.user)
    await b.next('contacts.changed')
    expect(a.all('contacts.changed')).toHaveLength(heard)
    await Promise.all([a.close(), b.close()])
  })

  test('R7 adding somebody accepts the chat that he began', async () => {
    const [anna, boris] = [await someone(), await someone()]
    const { chat, record, boxes } = directEpoch(anna.person, boris.person)
    expect(await anna.ask('/chats/direct', { body: { record, boxes } })).toMatchObject({ status: 200 })
    await server.database
      .sql`UPDATE chat_participants SET request = true WHERE chat_id = ${chat} AND user_id = ${boris.user}`
    const headOf = async (who: TestClient) => (await who.ask<{ request: boolean }>(`/chats/${chat}`)).body
    expect(await headOf(boris)).toMatchObject({ request: true })
    const cursors = await Promise.all(
      [anna, boris].map(async (who) => (await who.ask<{ cursor: string }>('/chats')).body.cursor),
    )
    const b = await open(boris)
    expect(await put(boris, 'contacts', anna.user)).toMatchObject({ body: { added: true } })
    await b.next('chat.changed', (frame) => frame.chat === chat)
    expect(await headOf(boris)).toMatchObject({ request: false })
    for (const [at, who] of [anna, boris].entries()) {
      const { body } = await who.ask<{ chats: { id: string }[] }>(`/chats?cursor=${cursors[at] ?? ''}`)
      expect(body.chats).toMatchObject([{ id: chat }])
    }
    await b.close()
  })
})

describe('blocks', () => {
  test('R7 are listed newest first and taken back; the other one sees none of it', async () => {
    const [anna, boris, carla] = [await someone(), await someone(), await someone()]
    expect(await put(anna, 'blocks', boris.user)).toMatchObject({ body: { blocked: true } })
    expect(await put(anna, 'blocks', boris.user)).toMatchObject({ body: { blocked: true } })
    server.advance(10)
    await put(anna, 'blocks', carla.user)
    expect(await blockedBy(anna)).toMatchObject([{ id: carla.user, at: expect.any(Number) }, { id: boris.user }])
    expect(await blockedBy(boris)).toEqual([])
    expect(await boris.ask(`/users/${anna.user}`)).toMatchObject({ status: 200 })
    expect(await put(boris, 'contacts', anna.user)).toMatchObject({ body: { added: true } })
    expect(await remove(anna, 'blocks', boris.user)).toMatchObject({ body: { removed: true } })
    expect(await blockedBy(anna)).toMatchObject([{ id: carla.user }])
    expect(await put(anna, 'blocks', anna.user)).toMatchObject({ code: 'BAD_REQUEST' })
    expect(await put(anna, 'blocks', randomId())).toMatchObject({ code: 'NOT_FOUND' })
  })

  test('R7 whom somebody blocked does not find him by e-mail, others do', async () => {
    const [anna, boris, carla] = [await someone(), await someone(), await someone()]
    await anna.ask('/account', { method: 'PATCH', body: { findByEmail: true } })
    const find = async (who: TestClient) =>
      (await who.ask<{ people: unknown[] }>(`/users?query=${encodeURIComponent(anna.email)}`)).body.people
    expect(await find(boris)).toHaveLength(1)
    await put(anna, 'blocks', boris.user)
    expect(await find(boris)).toEqual([])
    expect(await find(carla)).toHaveLength(1)
    await remove(anna, 'blocks', boris.user)
    await put(boris, 'blocks', anna.user)
    expect(await find(boris)).toHaveLength(1)
  })
})

test('S6 each change over HTTP reaches those who are looking, at once', async () => {
  const [anna, boris] = [await someone(), await someone()]
  await put(boris, 'contacts', anna.user)
  const { record, boxes } = directEpoch(anna.person, boris.person)
  await anna.ask('/chats/direct', { body: { record, boxes } })
  const [a, b] = [await open(anna), await open(boris)]
  a.tell({ t: 'presence.watch', users: [boris.user] })
  await a.next('presence.changed', ({ people }) => people[0]?.online === true)
  const privacy = (lastSeen: string) => boris.ask('/account', { method: 'PATCH', body: { privacy: { lastSeen } } })
  const steps: [change: () => Promise<{ status: number }>, online: boolean][] = [
    [() => put(boris, 'blocks', anna.user), false],
    [() => remove(boris, 'blocks', anna.user), true],
    [() => privacy('nobody'), false],
    [() => privacy('contacts'), true],
    [() => remove(boris, 'contacts', anna.user), false],
    [() => put(boris, 'contacts', anna.user), true],
  ]
  for (const [at, [change, online]] of steps.entries()) {
    const from = a.frames.length
    expect(await change(), String(at)).toMatchObject({ status: 200 })
    expect((await a.next('presence.changed', () => true, { from })).people, String(at)).toEqual([
      { user: boris.user, online, lastSeen: null },
    ])
  }
  expect(b.all('user.changed')).toHaveLength(2)
  await Promise.all([a.close(), b.close()])
})

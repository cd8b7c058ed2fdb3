import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { randomId } from '../../testing/people.ts'
import { nicknameFrom } from './index.ts'

let server: TestServer
let anna: TestClient
let boris: TestClient

beforeAll(async () => {
  server = await startTestServer()
  anna = await new TestClient(server).signUp({ nickname: 'anna_k' })
  boris = await new TestClient(server).signUp({ nickname: 'annabel', name: 'Белла' })
})
afterAll(() => server.stop())

const find = async (query: string, who = anna) =>
  (await who.ask<{ people: { id: string; nickname: string }[] }>(`/users?query=${encodeURIComponent(query)}`)).body
    .people

describe('finding a person', () => {
  test('by the beginning of a nickname, in any case, with or without @', async () => {
    expect((await find('ann')).map((one) => one.nickname)).toEqual(['anna_k', 'annabel'])
    expect((await find('@ANNAB')).map((one) => one.nickname)).toEqual(['annabel'])
    expect(await find('anna_')).toEqual([{ id: anna.user, name: 'Anna Ivanova', nickname: 'anna_k', photo: null }])
  })

  test('not by one letter, not by a pattern, not by the middle', async () => {
    for (const query of ['a', '%', '%%', '__', 'an%', "an' or 1=1 --", 'nna', '\\', 'анна'])
      expect(await find(query), query).toEqual([])
  })

  test('S7 by e-mail only the whole one, and only where that person allows it (off at first)', async () => {
    expect(await find(boris.email)).toEqual([])
    expect(await boris.ask('/account', { method: 'PATCH', body: { findByEmail: true } })).toMatchObject({
      body: { changed: true },
    })
    expect(await find(boris.email.toUpperCase())).toMatchObject([{ id: boris.user }])
    expect(await find(boris.email.slice(0, -1))).toEqual([])
    await boris.ask('/account', { method: 'PATCH', body: { findByEmail: false } })
    expect(await find(boris.email)).toEqual([])
  })

  test('S7 is limited for each asker: twenty addresses in ten minutes', async () => {
    const asker = await new TestClient(server).signUp()
    const codes: (string | undefined)[] = []
    for (let at = 0; at < 22; at++) codes.push((await asker.ask(`/users?query=x${at}@example.org`)).code)
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(2)
    expect(await anna.ask('/users?query=someone@example.org')).toMatchObject({ status: 200 })
  })

  test('never shows an address', async () => {
    const { body } = await anna.ask(`/users/${boris.user}`)
    expect(Object.keys(body).toSorted()).toEqual(['id', 'name', 'nickname', 'photo'])
  })
})

test('the chains of many at once are those of each, from where they are known', async () => {
  const whole = (await anna.ask(`/users/${boris.user}/chain`)).body
  const asked = [
    { user: boris.user, from: 0 },
    { user: anna.user, from: 1 },
    { user: randomId(), from: 0 },
  ]
  const { body } = await anna.ask('/users/chains', { method: 'POST', body: { users: asked } })
  expect(body).toEqual({ chains: [{ user: boris.user, ...whole }] })
  const twice = Array.from({ length: 100 }, () => ({ user: boris.user, from: 0 }))
  const answer = await anna.ask('/users/chains', { method: 'POST', body: { users: twice } })
  expect(answer.body).toEqual({ chains: [{ user: boris.user, ...whole }] })
  const many = Array.from({ length: 101 }, () => ({ user: randomId(), from: 0 }))
  expect(await anna.ask('/users/chains', { method: 'POST', body: { users: many } })).toMatchObject({ status: 400 })
})

describe('ids', () => {
  test('of nobody get 404; what is no id is refused', async () => {
    expect(await anna.ask(`/users/${randomId()}`)).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect(await anna.ask(`/users/${randomId()}/chain`)).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    for (const id of ['x', '..', `${anna.user}x`, `${anna.user.slice(0, -1)}B`, '%00'])
      expect((await anna.ask(`/users/${id}/chain`)).status, id).toBeGreaterThanOrEqual(400)
    expect(await anna.ask(`/users/${anna.user}/chain?from=-1`)).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  })
})

describe('my account', () => {
  const patch = (who: TestClient, change: object) => who.ask('/account', { method: 'PATCH', body: change })

  test('changes what was sent and nothing else', async () => {
    const who = await new TestClient(server).signUp()
    expect(await patch(who, { name: '  Новое имя  ', role: 'owner', email: 'x@y.zz', id: anna.user })).toMatchObject({
      body: { changed: true },
    })
    expect((await who.ask('/account')).body).toMatchObject({
      id: who.user,
      name: 'Новое имя',
      role: 'member',
      email: who.email,
      recoverySavedAt: null,
    })
    await patch(who, { recoverySaved: true })
    expect((await who.ask('/account')).body).toMatchObject({ recoverySavedAt: expect.any(Number) })
    expect(await patch(who, {})).toMatchObject({ body: { changed: false } })
  })

  test('S6 says who sees what of me; each switch changes alone', async () => {
    const who = await new TestClient(server).signUp()
    const privacy = async () => (await who.ask<{ privacy: object }>('/account')).body.privacy
    const first = {
      lastSeen: 'everyone',
      readReceipts: true,
      typing: true,
      groups: 'everyone',
      photo: 'everyone',
      about: 'everyone',
      phone: 'contacts',
      status: 'everyone',
      write: 'everyone',
      call: 'everyone',
      findByNickname: true,
      findByPhone: false,
    }
    expect(await privacy()).toEqual(first)
    expect(await patch(who, { privacy: { lastSeen: 'nobody' } })).toMatchObject({ body: { changed: true } })
    expect(await privacy()).toEqual({ ...first, lastSeen: 'nobody' })
    await patch(who, { privacy: { readReceipts: false, typing: false, groups: 'contacts' }, name: 'Other' })
    const changed = { lastSeen: 'nobody', readReceipts: false, typing: false, groups: 'contacts' }
    expect(await privacy()).toEqual({ ...first, ...changed })
    expect(await patch(who, { privacy: {} })).toMatchObject({ body: { changed: false } })
    for (const wrong of [{ lastSeen: 'friends' }, { typing: 'no' }, { groups: null }])
      expect(await patch(who, { privacy: wrong })).toMatchObject({ code: 'BAD_REQUEST' })
  })

  test('takes no nickname that is taken, too short, or not Latin', async () => {
    const who = await new TestClient(server).signUp()
    expect(await patch(who, { nickname: 'anna_k' })).toMatchObject({ status: 409, code: 'NICKNAME_TAKEN' })
    expect(await patch(who, { nickname: 'Anna_K' })).toMatchObject({ status: 409, code: 'NICKNAME_TAKEN' })
    for (const nickname of ['ab', '1abc', 'анна', 'a b c', 'a'.repeat(33), ''])
      expect(await patch(who, { nickname })).toMatchObject({ code: 'BAD_REQUEST' })
    expect(await patch(who, { nickname: 'brand_new' })).toMatchObject({ status: 200 })
  })

  test('of two who want one nickname at once one gets it', async () => {
    const [one, two] = [await new TestClient(server).signUp(), await new TestClient(server).signUp()]
    const answers = await Promise.all([patch(one, { nickname: 'wanted' }), patch(two, { nickname: 'wanted' })])
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200, 409]))
  })
})

test.each([
  ['Анна Иванова', 'anna_ivanova'],
  ['Щука Ёжикова-Царёва', 'shchuka_ezhikova_tsareva'],
  ['José María', 'jose_maria'],
  ['  Zoë  ', 'zoe'],
  ['李', 'user'],
  ['42', 'user'],
  ['Ян', 'yan'],
  ['Ю', 'yu_user'],
  ['x'.repeat(64), 'x'.repeat(26)],
  ['🙂 Оля', 'olya'],
])('the nickname of %s is %s', (name, nickname) => {
  expect(nicknameFrom(name)).toBe(nickname)
  expect(nicknameFrom(name)).toMatch(/^[a-z][a-z0-9_]{2,31}$/)
})

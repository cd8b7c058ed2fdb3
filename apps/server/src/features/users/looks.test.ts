import type { UserId } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, TestClient } from '../../testing/index.ts'
import type { TestServer } from '../../testing/index.ts'
import { fillLooks, lookOf } from './looks.ts'

let server: TestServer
let owner: TestClient

beforeAll(async () => {
  server = await startTestServer()
  owner = await new TestClient(server).signUp()
})
afterAll(() => server.stop())

const someone = (nickname?: string) => new TestClient(server).signUp(nickname === undefined ? {} : { nickname })
const rename = (who: TestClient, nickname: string) => who.ask('/account', { method: 'PATCH', body: { nickname } })
const nicknameOf = async (who: TestClient) => (await who.ask<{ nickname: string }>('/account')).body.nickname
const taken = { status: 409, code: 'NICKNAME_TAKEN' }
const day = 86_400_000

test.each([
  ['paul', 'pau1'],
  ['lilli', 'li1l1'],
  ['robot', 'r0b0t'],
  ['modern', 'modem'],
  ['vvera', 'wera'],
  ['anna_k', 'annak'],
  ['anna_k', 'a_nn_ak'],
])('P195 %s and %s look alike', (one, other) => {
  expect(lookOf(one)).toBe(lookOf(other))
})

test('P195 nobody is called what looks like somebody else, at sign-up or later', async () => {
  const anna = await someone('anna_kern')
  const boris = await someone('boris')
  for (const nickname of ['annakern', 'anna_kem', 'a_n_n_a_kern']) {
    expect(await rename(boris, nickname), nickname).toMatchObject(taken)
    await expect(someone(nickname), nickname).rejects.toThrow('NICKNAME_TAKEN')
  }
  expect(await nicknameOf(boris)).toBe('boris')
  // Her own look in another spelling is hers.
  expect(await rename(anna, 'annakern')).toMatchObject({ status: 200 })
  expect(await rename(boris, 'anna_kern')).toMatchObject(taken)
})

test('P195 of many who want one look at once one gets it', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, () => someone()))
  const spellings = ['milli0n', 'million', 'm1llion', 'mi11ion', 'mil_lion', 'm_illion', 'millio_n', 'mllllon']
  const answers = await Promise.all(people.map((who, n) => rename(who, spellings[n] ?? '')))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ code }) => code === 'NICKNAME_TAKEN')).toHaveLength(7)
})

test('P195 a nickname that was given up, or went with its account, rests for ninety days; its holder may have it back', async () => {
  const [vera, boris] = [await someone('vera_old'), await someone()]
  expect(await rename(vera, 'vera_new')).toMatchObject({ status: 200 })
  expect(await rename(boris, 'vera_old')).toMatchObject(taken)
  expect(await rename(vera, 'vera_old')).toMatchObject({ status: 200 })
  await owner.ask(`/admin/people/${vera.user}/delete`, { body: { nickname: 'vera_old' } })
  expect(await rename(boris, 'vera_old')).toMatchObject(taken)
  const { sql } = server.database
  await sql`UPDATE nickname_looks SET freed_at = freed_at - ${89 * day} WHERE user_id = ${vera.user}`
  expect(await rename(boris, 'vera_old')).toMatchObject(taken)
  await sql`UPDATE nickname_looks SET freed_at = freed_at - ${2 * day} WHERE user_id = ${vera.user}`
  expect(await rename(boris, 'vera_old')).toMatchObject({ status: 200 })
})

test('P195 only who runs the server is called like those who run it', async () => {
  const whom = await someone()
  for (const nickname of ['admin', 'adm1n', 's0roka', 'support_', 'o_w_n_e_r'])
    expect(await rename(whom, nickname), nickname).toMatchObject(taken)
  await expect(someone('moderator')).rejects.toThrow('NICKNAME_TAKEN')
  expect(await rename(owner, 'admin')).toMatchObject({ status: 200 })
  const named = new TestClient(server)
  named.name = 'Support'
  await named.signUp()
  expect(await nicknameOf(named)).toMatch(/^support\d+$/)
})

test('P195 names that are chosen by the server are nobody else’s either', async () => {
  await someone('olga_ivanova')
  const olga = new TestClient(server)
  olga.name = 'Olga Ivanova'
  await olga.signUp()
  const other = new TestClient(server)
  other.name = 'Olgalvanova'
  await other.signUp()
  expect(lookOf(await nicknameOf(other))).not.toBe(lookOf('olga_ivanova'))
})

test('P195 whom an older version let in keeps his nickname, and the look of the older account is held', async () => {
  const { sql } = server.database
  const [first, second] = [await someone('twin_one'), await someone('twin_two')]
  await sql`DELETE FROM nickname_looks WHERE user_id IN (${first.user}, ${second.user})`
  await sql`UPDATE users SET nickname = 'twinone' WHERE id = ${second.user}`
  await sql`UPDATE users SET created_at = created_at - 1000 WHERE id = ${first.user}`
  await fillLooks(server.database.db)
  await fillLooks(server.database.db)
  const holders = await sql<
    { id: UserId }[]
  >`SELECT user_id AS id FROM nickname_looks WHERE look = ${lookOf('twinone')}`
  expect(holders).toEqual([{ id: first.user }])
  expect(await nicknameOf(second)).toBe('twinone')
  expect(await rename(await someone(), 'twin_0ne')).toMatchObject(taken)
})

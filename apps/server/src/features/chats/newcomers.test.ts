import { limits } from '@soroka/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGroup } from '../../testing/groups.ts'
import { TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'

let server: RealtimeHarness

beforeAll(async () => {
  server = await RealtimeHarness.start({ newcomerDays: 3 })
})
afterAll(() => server.stop())

const day = 86_400_000
const people = (count: number) => Array.from({ length: count }, () => server.add(new TestPerson()))
const someone = () => server.add(new TestPerson())
/** 'ok', or the code of the refusal. */
const begin = (by: TestPerson, other: TestPerson) =>
  server.createDirect(by, other, { stranger: true }).then(
    () => 'ok',
    (error: { code?: string }) => String(error.code),
  )
const oks = (answers: readonly string[]) => answers.filter((answer) => answer === 'ok').length
const aged = (who: TestPerson, days: number) =>
  server.database.sql`UPDATE users SET created_at = created_at - ${days * day} WHERE id = ${who.user}`

test('P194 of fifty strangers at once a new account reaches ten, and is told when more', async () => {
  const [anna, strangers] = [someone(), people(50)]
  await server.added()
  const answers = await Promise.all(strangers.map((one) => begin(anna, one)))
  expect(oks(answers)).toBe(limits.newcomerChats)
  expect(answers.filter((answer) => answer === 'NEWCOMER_LIMIT')).toHaveLength(50 - limits.newcomerChats)
  const refused = await server.createDirect(anna, someone(), { stranger: true }).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'NEWCOMER_LIMIT' })
  const { retryAfter } = (refused as { data: { retryAfter: number } }).data
  expect(retryAfter).toBeGreaterThan(86_000)
  expect(retryAfter).toBeLessThanOrEqual(86_400)
  // Who knows him is no stranger, and what is there already is there.
  await server.createDirect(anna, someone())
  const first = strangers[answers.indexOf('ok')]
  if (first !== undefined) expect(await begin(anna, first)).toBe('CHAT_EXISTS')
})

test('P194 a day later he may go on, unless nobody has answered; an account of some days may anything', async () => {
  const [anna, strangers] = [someone(), people(limits.newcomerChats)]
  await server.added()
  expect(oks(await Promise.all(strangers.map((one) => begin(anna, one))))).toBe(limits.newcomerChats)
  await server.database.sql`UPDATE first_met SET at = at - ${day} WHERE user_id = ${anna.user}`
  expect(await begin(anna, someone())).toBe('NEWCOMER_LIMIT')
  await server.database.sql`UPDATE chat_participants SET request = false WHERE user_id = ${strangers[0]?.user ?? ''}`
  expect(await begin(anna, someone())).toBe('ok')
  expect(await begin(anna, someone())).toBe('NEWCOMER_LIMIT')
  await aged(anna, 3)
  expect(oks(await Promise.all(people(15).map((one) => begin(anna, one))))).toBe(15)
})

test('P194 who came by an invite of the desk, or runs the server, is not new; nor is anybody where the desk says so', async () => {
  const [invited, moderator, anna] = people(3)
  if (invited === undefined || moderator === undefined || anna === undefined) throw new Error('nobody')
  await server.added()
  await server.database.sql`UPDATE users SET vouched = true WHERE id = ${invited.user}`
  await server.database.sql`UPDATE users SET role = 'moderator' WHERE id = ${moderator.user}`
  for (const who of [invited, moderator])
    expect(oks(await Promise.all(people(12).map((one) => begin(who, one))))).toBe(12)
  await server.database.sql`INSERT INTO place (newcomer_days) VALUES (0)`
  expect(oks(await Promise.all(people(12).map((one) => begin(anna, one))))).toBe(12)
  await server.database.sql`DELETE FROM place`
})

test('P194 a new account puts twenty strangers a day into groups, in one or in many', async () => {
  const [anna, friend] = [someone(), someone()]
  await server.added()
  await server.database.sql`INSERT INTO contacts (user_id, contact_id, at) VALUES (${friend.user}, ${anna.user}, 0)`
  const group = (others: TestPerson[]) =>
    server.added().then(() =>
      createGroup(server, anna, others).then(
        () => 'ok',
        (error: { code?: string }) => String(error.code),
      ),
    )
  expect(await group(people(limits.newcomerGroup + 1))).toBe('NEWCOMER_LIMIT')
  expect(await group(people(limits.newcomerGroup - 1))).toBe('ok')
  expect(await group([friend, ...people(1)])).toBe('ok')
  expect(await group([friend])).toBe('ok')
  expect(await group(people(1))).toBe('NEWCOMER_LIMIT')
})

import { limits } from '@soroka/protocol'
import type { CallId, ChatId, DeviceId, UserId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { chatTopic, InProcessBus } from '../../platform/bus/index.ts'
import { MemoryRateLimiter } from '../../platform/limits/index.ts'
import { newChatId, randomId } from '../../testing/people.ts'
import { scratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { Calls } from './call-service.ts'
import { CallSweeper } from './call-sweeper.ts'

let database: ScratchDatabase
let ahead = 0
const now = () => Date.now() + ahead
const errors: unknown[] = []
const onError = (error: unknown): void => void errors.push(error)
const bus = new InProcessBus(onError)
const [anna, boris] = [randomId() as UserId, randomId() as UserId]
const caller = { user: anna, device: randomId() as DeviceId }
const media = { audio: true, video: false, screen: false, hand: false }
const ended: CallId[] = []

beforeAll(async () => {
  database = await scratchDatabase()
  for (const [name, user] of Object.entries({ anna, boris }))
    await database.sql`
      INSERT INTO users (id, email, name, nickname, role, locale, created_at)
      VALUES (${user}, ${`${name}@example.org`}, ${name}, ${name}, 'member', 'en', 0)`
})
beforeEach(() => {
  ended.length = 0
  errors.length = 0
})
afterAll(() => database.drop())

/** What a node has. */
function node(): { calls: Calls; sweeper: CallSweeper } {
  const calls = new Calls({ sql: database.sql, bus, limiter: new MemoryRateLimiter(now), now })
  return { calls, sweeper: new CallSweeper({ sql: database.sql, calls, now, onError }) }
}

async function newChat(): Promise<ChatId> {
  const chat = newChatId()
  const { sql } = database
  await sql`INSERT INTO chats (id, kind, created_at, member_count) VALUES (${chat}, 'direct', 0, 2)`
  for (const user of [anna, boris])
    await sql`INSERT INTO chat_participants (chat_id, user_id, role) VALUES (${chat}, ${user}, 'owner')`
  await bus.subscribe([chatTopic(chat)], (_, { frame = '' }) => {
    const told = JSON.parse(frame) as DownFrame
    if (told.t === 'call.changed' && told.call.ended !== null) ended.push(told.call.id)
  })
  return chat
}

const start = async (calls: Calls): Promise<CallId> =>
  (await calls.start(caller, { call: randomId() as CallId, chat: await newChat(), media })).id

test('nodes that look at the same time end each call once: one line for each of its people, told once', async () => {
  const nodes = [node(), node(), node()]
  const ids = await Promise.all(nodes.flatMap(({ calls }) => [start(calls), start(calls), start(calls), start(calls)]))
  ahead += limits.callRingTime
  for (let round = 0; round < 3; round++) await Promise.all(nodes.map(({ sweeper }) => sweeper.run()))
  expect(errors).toEqual([])
  expect(ended.toSorted()).toEqual(ids.toSorted())
  const [lines] = await database.sql`
    SELECT count(*)::int4 AS count, count(DISTINCT call_id)::int4 AS calls FROM call_participants WHERE outcome = 'missed'`
  expect(lines).toEqual({ count: 2 * ids.length, calls: ids.length })
})

test('a node that just began lets go of nobody for not having been heard; then it does', async () => {
  const first = node()
  const id = await start(first.calls)
  const answered = { user: boris, device: randomId() as DeviceId }
  await first.calls.change(id, boris, () => ({ is: 'join', ...answered, media, move: false }))
  ahead += 10 * limits.callLease
  const { sweeper } = node()
  await sweeper.run()
  expect(ended).toEqual([])
  ahead += limits.callLease - 2000
  await sweeper.run()
  expect(ended).toEqual([])
  ahead += 4000
  await sweeper.run()
  expect(ended).toEqual([id])
  expect(errors).toEqual([])
})

test('a call that cannot be stored keeps no other from being ended', async () => {
  const { calls, sweeper } = node()
  const [broken, whole] = [await start(calls), await start(calls)]
  // Somebody wrote its history before its time.
  await database.sql`
    INSERT INTO call_participants (user_id, call_id, chat_id, at, outcome, duration, seen)
    VALUES (${anna}, ${broken}, '', 0, 'missed', 0, true)`
  ahead += limits.callRingTime
  await sweeper.run()
  expect(ended).toEqual([whole])
  // It is not tried all the time, and ends once it can.
  await sweeper.run()
  expect(errors).toHaveLength(1)
  await database.sql`DELETE FROM call_participants WHERE call_id = ${broken}`
  ahead += 10_000
  await sweeper.run()
  expect(ended).toEqual([whole, broken])
})

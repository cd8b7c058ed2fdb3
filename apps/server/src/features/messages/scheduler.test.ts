import type { ChatId, UserId } from '@soroka/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InProcessBus } from '../../platform/bus/index.ts'
import { TestPerson } from '../../testing/people.ts'
import { scratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { sealedEnvelope } from '../../testing/sealed.ts'
import { makeRoom } from './persist.fixture.ts'
import { Persist } from './persist.ts'
import { persistRepo } from './persist-repo.ts'
import { listScheduled } from './schedule.ts'
import { Scheduler } from './scheduler.ts'
import type { SchedulerOptions } from './scheduler.ts'

let database: ScratchDatabase
let persist: Persist
const bus = new InProcessBus(() => undefined)
const told: string[] = []

beforeAll(async () => {
  database = await scratchDatabase()
  persist = new Persist({ repo: persistRepo(database.lanes), onError: (error) => expect(error).toBeNull() })
})
afterAll(() => database.drop())

/** As many nodes as a test wants; none of them looks by itself. */
const node = (change: Partial<SchedulerOptions> = {}): Scheduler =>
  new Scheduler({ sql: database.sql, bus, persist, onError: () => undefined, ...change })

/** A chat in which so many messages are due. */
async function dueIn(count: number, sendAt = Date.now() - 1): Promise<ChatId> {
  const { chat, users } = await makeRoom(database)
  const author = new TestPerson(users[0])
  for (let i = 0; i < count; i++) {
    const envelope = sealedEnvelope(author, chat, { clear: { sendAt } })
    const bytes = Buffer.from(envelope, 'base64url')
    await database.sql`
      INSERT INTO scheduled_messages (chat_id, sender, msg_id, send_at, envelope)
      VALUES (${chat}, ${author.user}, ${`${chat.slice(0, 20)}${i}`}, ${sendAt}, ${bytes})`
  }
  await bus.subscribe([`chat:${chat}`, `user:${author.user}`], (_, { frame }) => void told.push(frame ?? ''))
  return chat
}

const rowsOf = (chat: ChatId) =>
  database.sql<{ seq: number }[]>`SELECT seq::int4 FROM messages WHERE chat_id = ${chat} ORDER BY seq`
const waitingIn = async (chat: ChatId) =>
  (await database.sql`SELECT held FROM scheduled_messages WHERE chat_id = ${chat}`).length

describe('R8 letting scheduled messages in', () => {
  test('R8 what is not due waits', async () => {
    const chat = await dueIn(1, Date.now() + 2000)
    await node().run()
    expect(await rowsOf(chat)).toEqual([])
    expect(await waitingIn(chat)).toBe(1)
  })

  test('G2 many nodes at once send each of them once', async () => {
    const chats = [await dueIn(60), await dueIn(60)]
    await Promise.all([node().run(), node().run(), node().run()])
    for (const chat of chats) {
      expect((await rowsOf(chat)).map((row) => row.seq)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
      expect(await waitingIn(chat)).toBe(0)
    }
  })

  test('G2 a node that dies between the commit and the end of its transaction: sent once, and told by the next', async () => {
    const chat = await dueIn(1)
    let committed = (): void => undefined
    const stored = new Promise<void>((done) => (committed = done))
    // Its log is written, and then it hears nothing any more.
    const dying = node({ persist: { submit: (item) => persist.submit(item, () => committed()) } })
    void dying.run().catch(() => undefined)
    await stored
    told.length = 0
    await node().run()
    expect(told).toEqual([])
    expect(await waitingIn(chat)).toBe(1)
    await database.sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'idle in transaction'`
    await expect.poll(async () => (await node().run(), waitingIn(chat))).toBe(0)
    expect(await rowsOf(chat)).toEqual([{ seq: 1 }])
    expect(told.map((frame) => (JSON.parse(frame) as { t: string }).t)).toEqual([
      'message.created',
      'scheduled.changed',
    ])
  })

  test.each(['STORAGE_FULL', 'UNAVAILABLE'] as const)('G14 after %s it waits for the next look', async (code) => {
    const chat = await dueIn(2)
    await node({ persist: { submit: (item, settle) => settle(item, { kind: 'refused', code }) } }).run()
    expect(await waitingIn(chat)).toBe(2)
    await node().run()
    expect(await rowsOf(chat)).toEqual([]) // not so soon: whoever is in trouble is not asked all the time
    await expect.poll(async () => (await node().run(), rowsOf(chat)), { timeout: 5000 }).toHaveLength(2)
  })

  test('R8 one that nobody can read keeps no other, and its author is told', async () => {
    const chat = await dueIn(51)
    const { sql } = database
    await sql`
      UPDATE scheduled_messages SET envelope = ${Buffer.from('nonsense')}
      WHERE chat_id = ${chat} AND msg_id = (SELECT min(msg_id) FROM scheduled_messages WHERE chat_id = ${chat})`
    told.length = 0
    await node().run()
    expect(await rowsOf(chat)).toHaveLength(50)
    const [left] = await sql<{ sender: UserId; failed: string }[]>`
      SELECT sender, failed FROM scheduled_messages WHERE chat_id = ${chat}`
    expect(left).toMatchObject({ failed: 'ENVELOPE_INVALID' })
    expect(told.filter((frame) => frame.includes('"failed"'))).toHaveLength(1)
    // And the list of what waits can still be read.
    expect(await listScheduled(sql, left?.sender ?? ('' as UserId))).toMatchObject([{ failed: 'ENVELOPE_INVALID' }])
  })

  test('R8 one that cannot be stored keeps no other; it is tried again, less and less often, and then its author is told', async () => {
    const chat = await dueIn(51)
    let first = true
    const picky: SchedulerOptions['persist'] = {
      submit: (item, settle) => {
        if (first) settle(item, { kind: 'refused', code: 'INTERNAL' })
        else persist.submit(item, settle)
        first = false
      },
    }
    await node({ persist: picky }).run()
    expect(await rowsOf(chat)).toHaveLength(50)
    const broken = node({ persist: { submit: (item, settle) => settle(item, { kind: 'refused', code: 'INTERNAL' }) } })
    const left = async () =>
      (
        await database.sql<{ tries: number; pause: number; failed: string | null }[]>`
          SELECT tries::int4, (try_at - ${Date.now()})::float8 AS pause, failed
          FROM scheduled_messages WHERE chat_id = ${chat}`
      )[0]
    expect(await left()).toMatchObject({ tries: 1, failed: null })
    for (let tries = 2; tries <= 5; tries++) {
      await database.sql`UPDATE scheduled_messages SET try_at = 0 WHERE chat_id = ${chat}`
      await broken.run()
      expect(await left()).toMatchObject({ tries, failed: null })
      expect((await left())?.pause).toBeGreaterThan(500 * 2 ** (tries - 1) - 500)
    }
    await database.sql`UPDATE scheduled_messages SET try_at = 0 WHERE chat_id = ${chat}`
    await broken.run()
    expect(await left()).toMatchObject({ failed: 'INTERNAL' })
  })
})

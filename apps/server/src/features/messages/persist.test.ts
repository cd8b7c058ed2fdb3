import { setTimeout as pause } from 'node:timers/promises'
import type { ChatId, UserId } from '@soroka/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomId } from '../../testing/people.ts'
import { scratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import type { LaneLimits } from './lane.ts'
import type { Outcome } from './outcome.ts'
import { item, makeRoom, submit } from './persist.fixture.ts'
import type { Room } from './persist.fixture.ts'
import { Persist } from './persist.ts'
import { persistRepo } from './persist-repo.ts'
import type { PersistRepo } from './persist-repo.ts'

let database: ScratchDatabase
let repo: PersistRepo
const errors: unknown[] = []

beforeAll(async () => {
  database = await scratchDatabase()
  repo = persistRepo(database.sql)
})
afterAll(() => database.drop())

const room = (): Promise<Room> => makeRoom(database)

function service(wrap: PersistRepo = repo, limits: Partial<LaneLimits> = {}, lanes = 2): Persist {
  return new Persist({ repo: wrap, onError: (error) => errors.push(error), lanes, limits })
}

const rowsOf = (chat: ChatId) =>
  database.sql<{ seq: number; msgId: string; msgNo: number; envelope: Buffer }[]>`
    SELECT seq::float8, msg_id AS "msgId", msg_no::float8 AS "msgNo", envelope FROM messages WHERE chat_id = ${chat} ORDER BY seq`

const failure = (code: string): Error => Object.assign(new Error(code), { code })

describe('R6 the group commit', () => {
  test('R6 one bad message never fails the others', async () => {
    const here = await room()
    const bad = item(here)
    const picky: PersistRepo = (items, at) => (items.includes(bad) ? Promise.reject(failure('22P02')) : repo(items, at))
    const persist = service(picky)
    const outcomes = await Promise.all(
      [item(here), item(here), bad, item(here), item(here)].map((one) => submit(persist, one)),
    )
    expect(outcomes.map((one) => (one.kind === 'refused' ? one.code : one.seq))).toEqual([1, 2, 'INTERNAL', 3, 4])
    expect(errors.splice(0)).toHaveLength(1)
  })

  test('G1 G3 two lanes under load: each answer is a row, each log is dense and in the order of its answers', async () => {
    const rooms = await Promise.all(Array.from({ length: 12 }, () => room()))
    const persist = service(repo, { batchItems: 16 })
    const answered = new Map<ChatId, number[]>()
    await Promise.all(
      Array.from({ length: 1200 }, async (_, i) => {
        const here = rooms[i % rooms.length] ?? (await room())
        const one = item(here, { sender: here.users[i % 2] ?? (randomId() as UserId) })
        const outcome = await submit(persist, one)
        if (outcome.kind !== 'refused') answered.set(here.chat, [...(answered.get(here.chat) ?? []), outcome.seq])
      }),
    )
    for (const { chat } of rooms) {
      const dense = Array.from({ length: 100 }, (_, i) => i + 1)
      expect(answered.get(chat)).toEqual(dense)
      expect((await rowsOf(chat)).map((row) => row.seq)).toEqual(dense)
    }
    expect(persist.counts.stored).toBe(1200)
    expect(persist.counts.commits).toBeLessThan(400)
  })

  test('R6 two servers on one database: seqs stay dense, a message sent to both is stored once', async () => {
    const here = await room()
    const servers = [service(), service(persistRepo(database.sql))]
    const items = Array.from({ length: 200 }, () => item(here))
    const outcomes = await Promise.all(items.flatMap((one) => servers.map((server) => submit(server, one))))
    for (let i = 0; i < items.length; i++) {
      const [first, second] = outcomes.slice(2 * i, 2 * i + 2)
      expect(first).toMatchObject({ seq: second?.kind === 'refused' ? -1 : second?.seq })
    }
    expect((await rowsOf(here.chat)).map((row) => row.seq)).toEqual(items.map((_, i) => i + 1))
  })
})

describe('when the database is in trouble', () => {
  test.each(['57P01', 'ECONNRESET', 'CONNECTION_CLOSED', '25006', '40P01'])(
    'G2 after %s the batch is tried again; what the lost answer had stored counts as new, so that it is told',
    async (code) => {
      const here = await room()
      let failures = 2
      const flaky: PersistRepo = async (items, at) => {
        // The second failure comes after the commit: only the answer is lost.
        if (failures === 1) await repo(items, at)
        if (failures-- > 0) throw failure(code)
        return repo(items, at)
      }
      const persist = service(flaky)
      const outcomes = await Promise.all([item(here), item(here), item(here)].map((one) => submit(persist, one)))
      expect(outcomes.map((one) => one.kind)).toEqual(['accepted', 'accepted', 'accepted'])
      expect((await rowsOf(here.chat)).map((row) => row.seq)).toEqual([1, 2, 3])
      expect(persist.counts.retries).toBe(2)
    },
  )

  test('G14 a full disk is told as such, and nothing is stored', async () => {
    const here = await room()
    const full: PersistRepo = () => Promise.reject(failure('53100'))
    expect(await submit(service(full), item(here))).toEqual({ kind: 'refused', code: 'STORAGE_FULL' })
    expect(await rowsOf(here.chat)).toHaveLength(0)
  })

  test('a database that stays away: messages are refused after the patience, and the queue is bounded', async () => {
    const here = await room()
    const away: PersistRepo = () => Promise.reject(failure('ECONNREFUSED'))
    const persist = service(away, { patienceMs: 150, queueItems: 20 }, 1)
    let atOnce = 0
    const one = () =>
      new Promise<Outcome>((resolve) => {
        persist.submit(item(here), (_, outcome, waitedMs) => {
          if (waitedMs === 0) atOnce++
          resolve(outcome)
        })
      })
    const outcomes = await Promise.all(Array.from({ length: 60 }, one))
    const unavailable = { kind: 'refused', code: 'UNAVAILABLE', retryAfter: 1 }
    for (const outcome of outcomes) expect(outcome).toEqual(unavailable)
    expect(atOnce).toBe(40)
    expect(persist.depth).toBe(0)
    await persist.drain()
  })

  test('R6 a chat that somebody locks does not stop the others of its lane', async () => {
    const [locked, free] = [await room(), await room()]
    const holder = await database.sql.reserve()
    await holder`BEGIN`
    await holder`SELECT 1 FROM chats WHERE id = ${locked.chat} FOR UPDATE`
    const persist = service(repo, {}, 1)
    const [stuck, ok] = await Promise.all([submit(persist, item(locked)), submit(persist, item(free))])
    await holder`ROLLBACK`
    holder.release()
    expect(ok).toMatchObject({ kind: 'accepted', seq: 1 })
    expect(stuck).toEqual({ kind: 'refused', code: 'UNAVAILABLE', retryAfter: 1 })
    expect(await submit(persist, item(locked))).toMatchObject({ seq: 1 })
  })

  test('a server process of the database that dies: nobody gets an error', async () => {
    const here = await room()
    const persist = service()
    const work = Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        await pause(i % 60)
        return submit(persist, item(here))
      }),
    )
    for (let i = 0; i < 5; i++) {
      await pause(10)
      await database.sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%persist%'`.catch(
        () => undefined,
      )
    }
    const outcomes = await work
    expect(new Set(outcomes.map((one) => one.kind))).toEqual(new Set(['accepted']))
    // The reader's own connections are among those that were ended; each is noticed when it is next used.
    let rows = await rowsOf(here.chat).catch(() => null)
    for (let tries = 0; rows === null && tries < 10; tries++) rows = await rowsOf(here.chat).catch(() => null)
    expect(rows?.map((row) => row.seq)).toEqual(outcomes.map((_, i) => i + 1))
  })
})

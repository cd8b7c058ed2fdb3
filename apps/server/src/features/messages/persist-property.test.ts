import { createHash } from 'node:crypto'
import type { ChatId, MsgId, UserId } from '@soroka/protocol'
import { KIND, needsTarget } from '@soroka/protocol/records'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newMsgId, randomId } from '../../testing/people.ts'
import { scratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import type { Outcome, Submission } from './outcome.ts'
import { item, makeRoom, submit } from './persist.fixture.ts'
import type { Room } from './persist.fixture.ts'
import { Persist } from './persist.ts'
import { persistRepo } from './persist-repo.ts'

let database: ScratchDatabase

beforeAll(async () => {
  database = await scratchDatabase()
})
afterAll(() => database.drop())

const DAY = 86_400_000
/** The same cases each time, so that all outcomes come; others by SEED=… */
const SEED = Number(process.env['SEED'] ?? 1)

/** Four chats with every circumstance that judging looks at; the second person of the first one blocks the other. */
async function rooms(): Promise<Room[]> {
  const { sql } = database
  const roles = ['owner', 'admin', 'member'] as const
  const all = [
    await makeRoom(database),
    await makeRoom(database, { kind: 'group', roles }),
    await makeRoom(database, { kind: 'group', roles }),
    await makeRoom(database, { kind: 'group', roles }),
  ]
  const [direct, open, strict, stopped] = all.map((room) => room.chat)
  const [anna, boris] = all[0]?.users ?? []
  await sql`INSERT INTO blocks (user_id, blocked_id, at) VALUES (${boris ?? ''}, ${anna ?? ''}, 0)`
  await sql`UPDATE chat_participants SET request = true WHERE chat_id = ${direct ?? ''}`
  await sql`UPDATE chats SET head = 2, floor = 1 WHERE id = ${open ?? ''}`
  await sql`UPDATE chats SET write_who = 2, pin_who = 2, timer = 3600 WHERE id = ${strict ?? ''}`
  await sql`UPDATE chats SET rotate_required = true WHERE id = ${stopped ?? ''}`
  return all
}

const step = (kinds: readonly number[]) =>
  fc.record({
    room: fc.nat(3),
    user: fc.nat(3),
    epoch: fc.constantFrom(0, 0, 0, 1, 2, 3),
    kind: fc.constantFrom(...kinds),
    target: fc.nat(12),
    expires: fc.constantFrom(undefined, undefined, 1, 2),
    again: fc.option(fc.nat(30), { nil: undefined, freq: 4 }),
    stolen: fc.option(fc.nat(30), { nil: undefined, freq: 12 }),
    notify: fc.constantFrom(undefined, undefined, undefined, 'all', 'first', 'both'),
  })
type Step = ReturnType<typeof step> extends fc.Arbitrary<infer T> ? T : never

function toItems(steps: readonly Step[], all: readonly Room[], plain: boolean): Submission[] {
  const items: Submission[] = []
  const stolenIds = new Set<MsgId>()
  for (const [i, { room, user, epoch, kind, target, expires, again, stolen, notify }] of steps.entries()) {
    const before = again === undefined ? undefined : items[again]
    const here = all[room]
    if (before !== undefined || here === undefined) {
      // A repeat in one batch gets the first answer; alone, a refused one would find its id taken by now. Both refuse it.
      if (before !== undefined && !stolenIds.has(before.msgId)) items.push(before)
      continue
    }
    const [first = '', second = ''] = here.users
    const named = { all: `*${first}`, first, both: `${first},${second}` }
    const sender = here.users[user] ?? (randomId() as UserId)
    // Each is stolen once: an own id never comes again with other bytes.
    const found = stolen === undefined ? undefined : items[stolen]
    const victim = found === undefined || stolenIds.has(found.msgId) ? undefined : found
    if (victim !== undefined) stolenIds.add(victim.msgId)
    items.push(
      item(here, {
        sender,
        epoch: room === 1 ? epoch : 0,
        kind,
        target: needsTarget(kind) ? (items[target % Math.max(1, i)]?.msgId ?? newMsgId()) : undefined,
        expiresAt: expires === undefined ? undefined : Date.now() + expires * DAY,
        notify: plain || notify === undefined ? undefined : named[notify],
        ...(victim === undefined || victim.sender === sender ? {} : { msgId: victim.msgId }),
      }),
    )
  }
  return items
}

/** Everything that a send may change, without what differs from run to run. */
async function stateOf(all: readonly Room[], items: readonly Submission[]): Promise<unknown[]> {
  const { sql } = database
  const nameOf = (id: string): string => {
    const person = all.flatMap((room) => room.users).indexOf(id as UserId)
    return person === -1 ? `item ${items.findIndex((one) => one.msgId === (id as MsgId))}` : `person ${person}`
  }
  const read = async (chat: ChatId): Promise<unknown> => {
    const log = await sql<
      {
        seq: number
        msg_no: number
        msg_id: string
        sender: string
        envelope: Buffer | null
        expires_at: number | null
      }[]
    >`SELECT seq, msg_no, msg_id, sender, kind, epoch, target IS NOT NULL AS aimed, envelope, header, hash, header_size,
        expires_at FROM messages WHERE chat_id = ${chat} ORDER BY seq`
    const marks = await sql<{ user_id: string }[]>`
      SELECT user_id, read_seq, read_count, delivered_seq, mention_seq, request FROM chat_participants
      WHERE chat_id = ${chat}`
    const slots = await sql<{ target: string; user_id: string; seq: number }[]>`
      SELECT target, user_id, slot, seq FROM message_reactions WHERE chat_id = ${chat} ORDER BY seq`
    return {
      chat: await sql`SELECT last_seq, msg_count, meta_seq, all_seq FROM chats WHERE id = ${chat}`,
      log: log.map((row) => {
        const { msg_id: id, sender, envelope, expires_at: expires } = row
        const { header, hash } = row as unknown as { header: Buffer | null; hash: Buffer | null }
        const sent = items.find((one) => one.msgId === id && one.sender === sender)
        const bytes = sent?.envelope ?? Buffer.alloc(0)
        const whole = envelope?.equals(bytes)
        const left = header?.equals(bytes.subarray(0, 10)) === true && hash?.equals(contentHash(bytes.subarray(10)))
        return {
          ...row,
          msg_id: nameOf(id),
          sender: nameOf(sender),
          envelope: whole,
          header: left,
          hash: left,
          expires_at: expires !== null,
        }
      }),
      marks: marks
        .map((row) => ({ ...row, user_id: nameOf(row.user_id) }))
        .toSorted((a, b) => (a.user_id < b.user_id ? -1 : 1)),
      slots: slots.map((row) => ({ ...row, target: nameOf(row.target), user_id: nameOf(row.user_id) })),
    }
  }
  return Promise.all(all.map((room) => read(room.chat)))
}

const contentHash = (bytes: Buffer): Buffer =>
  createHash('sha256').update('soroka/v1/sealed-content\0').update(bytes).digest()

const bare = (outcome: Outcome): unknown =>
  outcome.kind === 'refused' ? outcome : { ...outcome, at: 0, erased: outcome.erased?.map((row) => row.seq) ?? [] }

const plainKinds = [KIND.text, KIND.media, KIND.poll, 7]
const kinds = [
  ...plainKinds,
  ...plainKinds,
  KIND.edit,
  KIND.delete,
  KIND.reaction,
  KIND.pin,
  KIND.vote,
  KIND.close,
  KIND.meta,
]

describe('R6 a batch and one at a time give the same logs, outcomes, counters and slots', () => {
  test.each([
    ['plain messages', plainKinds, true],
    ['messages of all kinds', kinds, false],
  ])('R6 R13 R14 R15 %s, whatever comes', async (_, some, plain) => {
    const codes = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.array(step(some), { minLength: 1, maxLength: 30 }), async (steps) => {
        const results: unknown[] = []
        for (const together of [true, false]) {
          const all = await rooms()
          const items = toItems(steps, all, plain)
          const persist = new Persist({ repo: persistRepo(database.sql), onError: (error) => expect(error).toBeNull() })
          const outcomes: Outcome[] = []
          if (together) outcomes.push(...(await Promise.all(items.map((one) => submit(persist, one)))))
          else for (const one of items) outcomes.push(await submit(persist, one))
          for (const one of outcomes) codes.add(one.kind === 'refused' ? one.code : one.kind)
          results.push([outcomes.map(bare), await stateOf(all, items)])
        }
        expect(results[0]).toEqual(results[1])
      }),
      { numRuns: 60, seed: SEED },
    )
    const always = ['accepted', 'repeated', 'NOT_A_MEMBER', 'EPOCH_OLD', 'EPOCH_UNKNOWN', 'ROTATE']
    const rights = ['ENVELOPE_INVALID', 'FORBIDDEN', 'NOT_ACCEPTING']
    expect([...codes].toSorted()).toEqual([...always, ...rights, ...(plain ? [] : ['TARGET_GONE'])].toSorted())
  })
})

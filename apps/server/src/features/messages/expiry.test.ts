import { call } from '@orpc/server'
import type { ChatId } from '@soroka/protocol'
import { KIND, REASON } from '@soroka/protocol/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeEpoch } from '../../testing/group-epochs.ts'
import { createGroup, sendEpoch } from '../../testing/groups.ts'
import { newMsgId, TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import { sealedEnvelope } from '../../testing/sealed.ts'
import type { EnvelopeOptions } from '../../testing/sealed.ts'
import type { TestSocket } from '../../testing/test-socket.ts'
import { Expiry } from './expiry.ts'

let server: RealtimeHarness
let anna: TestPerson
let boris: TestPerson
let a: TestSocket
let b: TestSocket

beforeAll(async () => {
  server = await RealtimeHarness.start()
  anna = server.add(new TestPerson())
  boris = server.add(new TestPerson())
  ;[a, b] = await Promise.all([server.connect(anna), server.connect(boris)])
})
afterAll(() => server.stop())

const HOUR = 3_600_000
const timed = (timer: number) => createGroup(server, anna, [boris], { policy: { timer } })
const say = (chat: ChatId, expiresAt: number | undefined, options: EnvelopeOptions = {}) =>
  a.send(sealedEnvelope(anna, chat, { ...options, clear: expiresAt === undefined ? {} : { expiresAt } }))
const sweep = () =>
  new Expiry({ sql: server.database.sql, bus: server.bus, onError: (error) => expect(error).toBeNull() }).run()
/** As if the time of all messages of a chat, or of one epoch of it, were over. */
const age = (chat: ChatId, epoch?: number) =>
  server.database.sql`UPDATE messages SET expires_at = 1 WHERE chat_id = ${chat} AND expires_at IS NOT NULL
    AND epoch = coalesce(${epoch ?? null}::int8, epoch)`
const boxedEpochs = async (chat: ChatId) =>
  (
    await server.database.sql<
      { n: number }[]
    >`SELECT DISTINCT n::int4 FROM epoch_boxes WHERE chat_id = ${chat} ORDER BY 1`
  ).map((row) => row.n)
const livingRows = async (chat: ChatId) => {
  const { rows } = await call(server.realtime.messages.list, { chat }, server.as(boris))
  return rows.filter((row) => row.envelope !== undefined).map((row) => row.seq)
}

describe('R16 what disappears', () => {
  test('R16 in a chat with a timer a message says when it ends, within the timer and a day', async () => {
    const { chat } = await timed(3600)
    const now = Date.now()
    for (const expiresAt of [undefined, now + 26 * HOUR])
      expect(await say(chat, expiresAt)).toMatchObject({ code: 'ENVELOPE_INVALID' })
    expect(await say(chat, now + HOUR)).toMatchObject({ seq: 1 })
    expect(await say(chat, now + 24 * HOUR)).toMatchObject({ seq: 2 })
    expect(await say(chat, undefined, { kind: KIND.meta })).toMatchObject({ seq: 3 })
    const plain = await createGroup(server, anna, [boris])
    expect(await say(plain.chat, undefined)).toMatchObject({ seq: 1 })
  })

  test('R16 a message ends by itself, with all that was said about it, and everybody is told', async () => {
    const { chat } = await timed(3600)
    const target = newMsgId()
    await say(chat, Date.now() + HOUR)
    await say(chat, Date.now() + 600, { msgId: target })
    await b.send(sealedEnvelope(boris, chat, { kind: KIND.reaction, target }))
    await say(chat, undefined, { kind: KIND.edit, target })
    expect(await livingRows(chat)).toEqual([1, 2, 3, 4])
    const erased = await b.next('messages.erased', (frame) => frame.chat === chat)
    expect(erased.rows.map((row) => row.seq)).toEqual([2, 3, 4])
    expect(await livingRows(chat)).toEqual([1])
    expect(await server.database.sql`SELECT 1 FROM message_reactions WHERE chat_id = ${chat}`).toEqual([])
    expect(await b.send(sealedEnvelope(boris, chat, { kind: KIND.reaction, target }))).toMatchObject({
      code: 'TARGET_GONE',
    })
  })

  test('R16 nothing ends before its time', async () => {
    const { chat } = await timed(3600)
    await say(chat, Date.now() + 30_000)
    await sweep()
    expect(await livingRows(chat)).toEqual([1])
  })

  test('R16 with the last message of an epoch go its boxes, once nobody may write under it', async () => {
    const zero = await timed(3600)
    const { chat } = zero
    const soon = Date.now() + HOUR
    await say(chat, soon)
    await say(chat, soon)
    const one = await sendEpoch(server, anna, changeEpoch(zero, anna, { reason: REASON.disappearing }))
    await say(chat, soon, { epoch: 1 })
    expect(await boxedEpochs(chat)).toEqual([0, 1])
    await server.database.sql`UPDATE messages SET expires_at = 1 WHERE chat_id = ${chat} AND seq = 1`
    await sweep()
    // One of two is left.
    expect(await boxedEpochs(chat)).toEqual([0, 1])
    await age(chat, 0)
    await sweep()
    expect(await boxedEpochs(chat)).toEqual([1])
    // The head stays, though nothing lives under it.
    await age(chat)
    await sweep()
    expect(await livingRows(chat)).toEqual([])
    expect(await boxedEpochs(chat)).toEqual([1])
    // Another key, but messages under the one before may still be on their way.
    await sendEpoch(server, anna, changeEpoch(one, anna, { reason: REASON.rekey }))
    await say(chat, soon, { epoch: 2 })
    await age(chat, 2)
    await sweep()
    expect(await boxedEpochs(chat)).toEqual([1, 2])
  })

  test('R16 boxes of a key stay while a later epoch keeps that key, or the name of the chat lies under it', async () => {
    const zero = await timed(3600)
    const { chat } = zero
    const soon = Date.now() + HOUR
    await say(chat, soon)
    const one = await sendEpoch(
      server,
      anna,
      changeEpoch(zero, anna, { reason: REASON.policy, policy: { ...zero.epoch.policy, pin: 1 } }),
    )
    expect(one.epoch.sameKey).toBe(true)
    await say(chat, soon, { epoch: 1 })
    await say(chat, undefined, { epoch: 1, kind: KIND.meta })
    const two = await sendEpoch(server, anna, changeEpoch(one, anna, { reason: REASON.disappearing }))
    await age(chat, 0)
    await sweep()
    expect(await boxedEpochs(chat)).toEqual([0, 2])
    await age(chat, 1)
    await sweep()
    expect(await boxedEpochs(chat)).toEqual([0, 2])
    await say(chat, undefined, { epoch: two.epoch.n, kind: KIND.meta })
    await say(chat, soon, { epoch: two.epoch.n })
    await age(chat)
    await sweep()
    expect(await boxedEpochs(chat)).toEqual([2])
  })

  test('R16 messages from before the timer stay, and so do their boxes', async () => {
    const zero = await createGroup(server, anna, [boris])
    const { chat } = zero
    await say(chat, undefined)
    const policy = { ...zero.epoch.policy, timer: 3600 }
    await sendEpoch(server, anna, changeEpoch(zero, anna, { reason: REASON.disappearing, policy }))
    await say(chat, Date.now() + HOUR, { epoch: 1 })
    await age(chat)
    await sweep()
    expect(await livingRows(chat)).toEqual([1])
    expect(await boxedEpochs(chat)).toEqual([0, 1])
  })

  test('a chat that somebody locks keeps no other one', async () => {
    const [locked, free] = [await timed(3600), await timed(3600)]
    for (const { chat } of [locked, free]) await say(chat, Date.now() + HOUR)
    const holder = await server.database.sql.reserve()
    await holder`BEGIN`
    await holder`SELECT 1 FROM chats WHERE id = ${locked.chat} FOR UPDATE`
    await age(locked.chat)
    await age(free.chat)
    const errors: unknown[] = []
    await new Expiry({ sql: server.database.sql, bus: server.bus, onError: (error) => errors.push(error) }).run()
    expect(await livingRows(free.chat)).toEqual([])
    expect(await livingRows(locked.chat)).toEqual([1])
    expect(errors).toHaveLength(1)
    await holder`ROLLBACK`
    holder.release()
    await sweep()
    expect(await livingRows(locked.chat)).toEqual([])
  })
})

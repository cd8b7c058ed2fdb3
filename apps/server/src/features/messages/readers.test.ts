import { call } from '@orpc/server'
import type { ChatId } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGroup } from '../../testing/groups.ts'
import { newMsgId, TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import { sealedEnvelope } from '../../testing/sealed.ts'

let server: RealtimeHarness
let anna: TestPerson
let boris: TestPerson
let carla: TestPerson

beforeAll(async () => {
  server = await RealtimeHarness.start()
  ;[anna, boris, carla] = [new TestPerson(), new TestPerson(), new TestPerson()].map((one) => server.add(one)) as [
    TestPerson,
    TestPerson,
    TestPerson,
  ]
})
afterAll(() => server.stop())

const readers = async (chat: ChatId, seq: number, who = anna) =>
  (await call(server.realtime.messages.readers, { chat, seq: String(seq) }, server.as(who))).readers
const names = async (chat: ChatId, seq: number, who = anna) => (await readers(chat, seq, who)).map((one) => one.user)
const notFound = { code: 'NOT_FOUND' }

/** A chat of three with rows of Anna's. */
async function spoken(rows: number): Promise<ChatId> {
  const { chat } = await createGroup(server, anna, [boris, carla])
  const a = await server.connect(anna)
  for (let i = 0; i < rows; i++) await a.send(sealedEnvelope(anna, chat))
  await a.close()
  return chat
}

/** Stores a mark as the server does, at a time of its own. */
const mark = (chat: ChatId, who: TestPerson, read: number, at: number) =>
  server.database.sql`SELECT * FROM raise_marks(ARRAY[${chat}]::text[], ARRAY[${who.user}]::text[], ARRAY[0]::int8[],
    ARRAY[${read}]::int8[], ${at})`
const shows = (who: TestPerson, receipts: boolean) =>
  server.database.sql`UPDATE users SET read_receipts = ${receipts} WHERE id = ${who.user}`

describe('R17 who read a message, and when', () => {
  test('R17 the first mark that reaches it counts, or what its reader wrote himself', async () => {
    const chat = await spoken(3)
    expect(await readers(chat, 1)).toEqual([])
    await mark(chat, boris, 1, 1000)
    await mark(chat, boris, 2, 2000)
    await mark(chat, boris, 3, 3000)
    expect(await readers(chat, 1)).toEqual([{ user: boris.user, at: 1000 }])
    expect(await readers(chat, 2)).toEqual([{ user: boris.user, at: 2000 }])
    const c = await server.connect(carla)
    const answer = await c.send(sealedEnvelope(carla, chat))
    await c.close()
    const at = answer.t === 'message.accepted' ? answer.at : 0
    expect(await readers(chat, 3)).toEqual([
      { user: boris.user, at: 3000 },
      { user: carla.user, at },
    ])
    // Never himself, never its author.
    expect(await names(chat, 3, boris)).toEqual([carla.user])
    expect(await readers(chat, 4, boris)).toEqual([])
  })

  test('R17 nobody is named who hides it, nor to whoever hides it himself', async () => {
    const chat = await spoken(1)
    for (const who of [boris, carla]) await mark(chat, who, 1, 1000)
    await shows(boris, false)
    expect(await names(chat, 1)).toEqual([carla.user])
    await shows(anna, false)
    expect(await names(chat, 1)).toEqual([])
    await Promise.all([shows(anna, true), shows(boris, true)])
    expect((await names(chat, 1)).toSorted()).toEqual([boris.user, carla.user].toSorted())
  })

  test('R17 R23 only members learn it, and only of rows that they may read', async () => {
    const chat = await spoken(2)
    const { sql } = server.database
    for (const seq of [0, 3]) await expect(readers(chat, seq)).rejects.toMatchObject(notFound)
    await expect(readers(chat, 1, server.add(new TestPerson()))).rejects.toMatchObject(notFound)
    await sql`UPDATE chat_memberships SET from_seq = 1 WHERE chat_id = ${chat} AND user_id = ${carla.user}`
    await expect(readers(chat, 1, carla)).rejects.toMatchObject(notFound)
    await sql`UPDATE chat_participants SET left_seq = 2 WHERE chat_id = ${chat} AND user_id = ${carla.user}`
    await expect(readers(chat, 2, carla)).rejects.toMatchObject(notFound)
  })

  test('R17 who has not accepted a chat yet shows nothing and sees nothing', async () => {
    const other = server.add(new TestPerson())
    const { chat } = await server.createDirect(anna, other)
    const a = await server.connect(anna)
    await a.send(sealedEnvelope(anna, chat))
    await a.close()
    const { sql } = server.database
    await sql`UPDATE chat_participants SET read_seq = 1, request = true WHERE chat_id = ${chat} AND user_id = ${other.user}`
    expect(await readers(chat, 1)).toEqual([])
    await sql`UPDATE chat_participants SET request = false WHERE chat_id = ${chat} AND user_id = ${other.user}`
    expect(await names(chat, 1)).toEqual([other.user])
  })
})

describe('finding a place in a chat', () => {
  const seqAt = async (chat: ChatId, at: number, who = boris) =>
    (await call(server.realtime.messages.at, { chat, at: String(at) }, server.as(who))).seq

  test('the first row at or after a moment, inside my memberships', async () => {
    const chat = await spoken(9)
    const { sql } = server.database
    expect(await seqAt((await createGroup(server, anna, [boris])).chat, 5)).toBe(0)
    for (let seq = 1; seq <= 9; seq++)
      await sql`UPDATE messages SET at = ${1000 + 10 * Math.floor(seq / 2)} WHERE chat_id = ${chat} AND seq = ${seq}`
    // 1000 1010 1010 1020 1020 1030 1030 1040 1040
    expect(await Promise.all([0, 1000, 1001, 1010, 1011, 1035, 1040].map((at) => seqAt(chat, at)))).toEqual([
      1, 1, 2, 2, 4, 8, 8,
    ])
    expect(await seqAt(chat, 1041)).toBe(9)
    await sql`UPDATE chat_memberships SET from_seq = 1, to_seq = 3 WHERE chat_id = ${chat} AND user_id = ${boris.user}`
    await sql`INSERT INTO chat_memberships (chat_id, user_id, from_seq, from_epoch) VALUES (${chat}, ${boris.user}, 6, 9)`
    expect(await Promise.all([0, 1010, 1011, 1035, 1041].map((at) => seqAt(chat, at)))).toEqual([2, 2, 7, 8, 9])
    await expect(seqAt(chat, 0, server.add(new TestPerson()))).rejects.toMatchObject(notFound)
  })

  test('R14 pins come with what they pin, the newest 100, one for each person and message', async () => {
    const chat = await spoken(0)
    const a = await server.connect(anna)
    const pins = () => call(server.realtime.messages.pins, { chat }, server.as(boris))
    expect(await pins()).toEqual({ pins: [], targets: [] })
    const ids = Array.from({ length: 102 }, () => newMsgId())
    for (const msgId of ids) await a.send(sealedEnvelope(anna, chat, { msgId }))
    for (const target of ids) await a.send(sealedEnvelope(anna, chat, { kind: KIND.pin, target }))
    expect((await pins()).pins.map((row) => row.seq)).toEqual(Array.from({ length: 100 }, (_, i) => 105 + i))
    expect((await pins()).targets.map((row) => row.seq)).toEqual(Array.from({ length: 100 }, (_, i) => 3 + i))
    // Unpinning is a newer pin: the page shows it, its reader opens it.
    const [first] = ids
    if (first !== undefined) await a.send(sealedEnvelope(anna, chat, { kind: KIND.pin, target: first }))
    const found = await pins()
    expect(found.pins.at(-1)?.seq).toBe(205)
    expect(found.targets[0]?.seq).toBe(1)
    await a.close()
  })
})

import { call } from '@orpc/server'
import { decodeEnvelopeHeader, hashSealedContent } from '@soroka/protocol/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestPerson } from '../../testing/people.ts'
import { RealtimeHarness } from '../../testing/realtime-harness.ts'
import { sealedEnvelope } from '../../testing/sealed.ts'
import type { ChatId } from '@soroka/protocol'

let server: RealtimeHarness
let anna: TestPerson
let boris: TestPerson
let chat: ChatId

beforeAll(async () => {
  server = await RealtimeHarness.start({ rate: { perSecond: 10_000, burst: 10_000 } })
  anna = server.add(new TestPerson())
  boris = server.add(new TestPerson())
  chat = (await server.createDirect(anna, boris)).chat
  const a = await server.connect(anna)
  await Promise.all(Array.from({ length: 450 }, () => a.send(sealedEnvelope(anna, chat, { size: 64 }))))
  await a.close()
})
afterAll(() => server.stop())

const page = (input: { after?: string; before?: string; limit?: string }, of = chat) =>
  call(server.realtime.messages.list, { chat: of, ...input }, server.as(boris))
const seqs = (answer: Awaited<ReturnType<typeof page>>) => answer.rows.map((row) => row.seq)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

test('G5 the log is read by seq: after a position, or the last ones before it', async () => {
  expect(seqs(await page({}))).toEqual(range(251, 450))
  expect(seqs(await page({ after: '0' }))).toEqual(range(1, 200))
  expect(seqs(await page({ after: '440' }))).toEqual(range(441, 450))
  expect(await page({ after: '450' })).toEqual({ lastSeq: 450, rows: [], annotations: [] })
  expect(seqs(await page({ before: '3' }))).toEqual([1, 2])
  expect(seqs(await page({ before: '101', limit: '50' }))).toEqual(range(51, 100))
  expect(seqs(await page({ after: '999999999999999' }))).toEqual([])
  expect(seqs(await page({ limit: '0' }))).toEqual([450])
})

test('R23 nobody reads outside his memberships; a page never leads over the gap between two', async () => {
  const { sql } = server.database
  const kept = await sql`SELECT * FROM chat_memberships WHERE chat_id = ${chat} AND user_id = ${boris.user}`
  const live = async (spans: [from: number, to: number | null][], leftSeq: number | null) => {
    await sql`DELETE FROM chat_memberships WHERE chat_id = ${chat} AND user_id = ${boris.user}`
    for (const [i, [from, to]] of spans.entries())
      await sql`INSERT INTO chat_memberships (chat_id, user_id, from_seq, from_epoch, to_seq)
        VALUES (${chat}, ${boris.user}, ${from}, ${i}, ${to})`
    await sql`UPDATE chat_participants SET left_seq = ${leftSeq} WHERE chat_id = ${chat} AND user_id = ${boris.user}`
  }
  await live([[10, 20]], 20)
  expect(await page({ after: '0' })).toMatchObject({ lastSeq: 20 })
  expect(seqs(await page({ after: '0' }))).toEqual(range(11, 20))
  expect(seqs(await page({ before: '15' }))).toEqual(range(11, 14))
  expect(seqs(await page({}))).toEqual(range(11, 20))
  expect(seqs(await page({ before: '11' }))).toEqual([])
  const b = await server.connect(boris)
  expect(await b.send(sealedEnvelope(boris, chat))).toMatchObject({ code: 'NOT_A_MEMBER' })
  await b.close()

  await live(
    [
      [10, 20],
      [440, null],
    ],
    null,
  )
  expect(await page({ after: '0' })).toMatchObject({ lastSeq: 450 })
  expect(seqs(await page({ after: '0' }))).toEqual(range(11, 20))
  expect(seqs(await page({ after: '20' }))).toEqual(range(441, 450))
  expect(seqs(await page({ after: '300' }))).toEqual(range(441, 450))
  expect(seqs(await page({}))).toEqual(range(441, 450))
  expect(seqs(await page({ before: '441' }))).toEqual(range(11, 20))
  expect(seqs(await page({ before: '300' }))).toEqual(range(11, 20))

  await live(
    [
      [10, 20],
      [0, null],
    ],
    null,
  ) // came back with the history on
  expect(seqs(await page({ after: '0' }))).toEqual(range(1, 200))
  await live([[0, 0]], 0) // left before anything was written
  expect(await page({})).toEqual({ lastSeq: 0, rows: [], annotations: [] })
  await live([[0, null]], null)
  expect(kept).toHaveLength(1)
})

test('a page of large messages is cut by bytes, and the next goes on where it ended', async () => {
  const large = (await server.createDirect(boris, server.add(new TestPerson()))).chat
  const b = await server.connect(boris)
  await Promise.all(Array.from({ length: 40 }, () => b.send(sealedEnvelope(boris, large, { size: 65_536 }))))
  // An erased row weighs nothing, and must not slip past the cut.
  await server.database.sql`SELECT erase_rows(${large}, ARRAY[9, 20, 33]::int8[])`
  const got: number[] = []
  for (let pages = 0; got.length < 40; pages++) {
    expect(pages).toBeLessThan(10)
    const answer = await page({ after: String(got.at(-1) ?? 0) }, large)
    got.push(...seqs(answer))
  }
  expect(got).toEqual(range(1, 40))
  expect(seqs(await page({}, large)).at(-1)).toBe(40)
  expect(seqs(await page({}, large)).length).toBeLessThan(20)
  await b.close()
})

test('R5 an erased row keeps its place, its clear header and the hash of its content', async () => {
  const [before] = (await page({ after: '6', limit: '1' })).rows
  const envelope = Buffer.from(before?.envelope ?? '', 'base64url')
  await server.database.sql`SELECT erase_rows(${chat}, ARRAY[7]::int8[])`
  const { rows } = await page({ after: '5', limit: '3' })
  expect(rows.map((row) => row.seq)).toEqual([6, 7, 8])
  const { headerBytes } = decodeEnvelopeHeader(envelope)
  expect(rows[1]).toEqual({
    seq: 7,
    at: before?.at,
    header: Buffer.from(headerBytes).toString('base64url'),
    content: Buffer.from(hashSealedContent(envelope)).toString('base64url'),
  })
})

test('R12 the last rows of several chats at once are those of each page; nothing of a chat that is not mine', async () => {
  const other = (await server.createDirect(boris, server.add(new TestPerson()))).chat
  const foreign = (await server.createDirect(anna, server.add(new TestPerson()))).chat
  const [a, b] = [await server.connect(anna), await server.connect(boris)]
  await a.send(sealedEnvelope(anna, foreign))
  for (let i = 0; i < 3; i++) await b.send(sealedEnvelope(boris, other))
  const newest = (chats: { chat: ChatId; limit: number }[]) =>
    call(server.realtime.messages.newest, { chats }, server.as(boris))
  const asked = [
    { chat: foreign, limit: 10 },
    { chat: other, limit: 2 },
    { chat, limit: 60 },
    { chat, limit: 60 },
  ]
  const { pages } = await newest(asked)
  const { annotations: _none, ...first } = await page({ limit: '2' }, other)
  const { annotations: _nor, ...second } = await page({ limit: '60' })
  expect(pages).toEqual([
    { chat: other, ...first },
    { chat, ...second },
  ])
  await Promise.all(Array.from({ length: 40 }, () => b.send(sealedEnvelope(boris, other, { size: 65_536 }))))
  const cut = await newest([
    { chat: other, limit: 60 },
    { chat, limit: 60 },
  ])
  expect(cut.pages.map((one) => one.chat)).toEqual([other])
  expect(cut.pages[0]?.rows.at(-1)?.seq).toBe(43)
  expect(cut.pages[0]?.rows.length).toBeLessThan(40)
  await Promise.all([a.close(), b.close()])
})

import 'fake-indexeddb/auto'
import type { ChatId, MsgId, UserId } from '@soroka/protocol'
import { type MessageRow as WireRow } from '@soroka/protocol/contract'
import { directChatId } from '@soroka/protocol/records'
import { expect, test } from 'vitest'
import { emptyChat } from '../indexeddb/chat-rows.ts'
import type { ChatRow } from '../indexeddb/rows.ts'
import { CatchUp } from './catch-up.ts'
import { id, makeDevice, me, wire } from './testing.ts'

type Deps = ConstructorParameters<typeof CatchUp>[0]

const people = Array.from({ length: 130 }, (_, i) => id(i + 10) as UserId)
const chatWith = (user: UserId) => directChatId(me, user)

/** What the server has of a chat with somebody. */
function log(user: UserId, length: number): WireRow[] {
  const chat = chatWith(user)
  return Array.from({ length }, (_, i) =>
    wire(i + 1, { sender: user, msg: id(i + 1) as MsgId, text: `text ${i}` }, chat),
  )
}

async function makeCatchUp(changes: { strangers?: UserId[]; unsettled?: ChatId[]; room?: number } = {}) {
  const { strangers = [], unsettled = [], room = Number.POSITIVE_INFINITY } = changes
  const device = await makeDevice()
  const asked: ChatId[][] = []
  const rows: ChatRow[] = []
  for (const user of people) {
    const row = { ...emptyChat(chatWith(user), 'direct', user), created: true, lastSeq: 2, msgCount: 2, countSeq: 2 }
    rows.push(row)
    await device.db.put('chats', row)
  }
  const logs = new Map(people.map((user) => [chatWith(user), log(user, 2)]))
  const newest = async ({ chats }: { chats: { chat: ChatId; limit: number }[] }) => {
    asked.push(chats.map(({ chat }) => chat))
    const pages = chats.map(({ chat, limit }) => ({ chat, lastSeq: 2, rows: logs.get(chat)?.slice(-limit) ?? [] }))
    return { pages: pages.slice(0, room) }
  }
  const deps = {
    ...device,
    api: { messages: { newest } },
    epochs: { settled: async ({ id: chat }: ChatRow) => (unsettled.includes(chat) ? null : { next: 1 }) },
    acquaintance: { knows: async (user: UserId) => !strangers.includes(user) },
    groups: { moved: async () => undefined, synced: async () => undefined },
  } as unknown as Deps
  return { ...device, catchUp: new CatchUp(deps), rows, asked }
}

const here = (have: ChatRow['have']) => JSON.stringify(have) === '[[1,2]]'

test('R12 many chats come in few requests, with all their rows', async () => {
  const { catchUp, rows, asked, db } = await makeCatchUp()
  expect(await catchUp.run(rows, () => true)).toEqual([])
  expect(asked.map((chats) => chats.length)).toEqual([100, 30])
  expect(asked.flat()).toEqual(rows.map((row) => row.id))
  const chats = (await db.getAll('chats')).filter(({ peer }) => peer !== undefined && people.includes(peer))
  expect(chats.filter(({ have, log: { seq } }) => here(have) && seq === 2)).toHaveLength(130)
  expect(await db.count('messages')).toBe(260)
})

test('R12 what has no room in an answer, waits for keys or for a name is left to be pulled by itself', async () => {
  const [stranger, keyless, ...others] = people
  if (stranger === undefined || keyless === undefined) throw new Error('nobody')
  const unsettled = [chatWith(keyless)]
  const { catchUp, rows, asked } = await makeCatchUp({ strangers: [stranger], unsettled, room: 90 })
  const left = await catchUp.run(rows, () => true)
  expect(left.map((row) => row.peer)).toEqual([stranger, keyless, ...others.slice(90, 100)])
  expect(asked.flat()).not.toContain(chatWith(stranger))
})

test('R12 a hole below rows that came by push is not taken for the end of the log; what misses nothing is not asked', async () => {
  const { catchUp, rows, asked } = await makeCatchUp()
  const [hole, whole, ...others] = rows
  if (hole === undefined || whole === undefined) throw new Error('no chats')
  const left = await catchUp.run([{ ...hole, have: [[2, 2]] }, { ...whole, have: [[1, 2]] }, ...others], () => true)
  expect(left.map((row) => row.id)).toEqual([hole.id])
  expect(asked.flat()).toEqual(others.map((row) => row.id))
})

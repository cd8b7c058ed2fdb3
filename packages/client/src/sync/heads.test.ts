import 'fake-indexeddb/auto'
import type { MsgId } from '@soroka/protocol'
import type { ChatHead } from '@soroka/protocol/contract'
import { KIND } from '@soroka/protocol/records'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyChat } from '../indexeddb/chat-rows.ts'
import { Fence } from '../indexeddb/fence.ts'
import { applyHead, applyMark, applyRead } from './heads.ts'
import { chat, id, makeDevice, me, peer, wire } from './testing.ts'

const head = (more: Partial<ChatHead>): ChatHead => ({
  id: chat,
  kind: 'direct',
  lastSeq: 9,
  lastAt: 1,
  epoch: 0,
  floor: 0,
  rotate: false,
  msgCount: 9,
  readCount: 0,
  marks: [],
  members: [me, peer],
  memberCount: 2,
  leftSeq: null,
  request: false,
  mutedUntil: 0,
  metaSeq: 0,
  mentionSeq: 0,
  leaves: [],
  joins: [],
  ...more,
})

test('R17 ticks never fall back: a mark that somebody began to hide says 0', async () => {
  const { db } = await makeDevice()
  const fence = new Fence()
  await fence.raise(db)
  const told = (delivered: number, read: number) =>
    applyHead(db, fence, me, head({ marks: [{ user: peer, delivered, read }] }))
  expect(await told(7, 5)).toMatchObject({ peerDelivered: 7, peerRead: 5 })
  const row = await told(8, 0)
  expect(row).toMatchObject({ peerDelivered: 8, peerRead: 5 })
  applyMark(row ?? emptyChat(chat, 'direct', peer), me, { user: peer, delivered: 0, read: 0 })
  expect(row).toMatchObject({ peerDelivered: 8, peerRead: 5 })
})

test('R17 in a big group my messages are read as far as somebody read them; older news change nothing', () => {
  const row = emptyChat(chat, 'group')
  applyRead(row, 6)
  applyRead(row, 4)
  expect(row).toMatchObject({ peerRead: 6, peerDelivered: 6, ownRead: 0 })
})

test('R15 a head without marks still says how much I have read', async () => {
  const { db } = await makeDevice()
  const fence = new Fence()
  await fence.raise(db)
  expect(await applyHead(db, fence, me, head({ readCount: 4 }))).toMatchObject({ msgCount: 9, readCount: 4 })
})

test('P20 an own row that came while I was away reads nothing for me, unless nothing was unread', async () => {
  const mine = (n: number, away: boolean) =>
    wire(n, { sender: me, msg: id(n) as MsgId, ...(away ? { header: { sendAt: 5 } } : {}) })
  const theirs = (n: number, kind: number = KIND.text) => wire(n, { sender: peer, msg: id(n) as MsgId, kind })
  const meta = (n: number) => wire(n, { sender: me, msg: id(n) as MsgId, kind: KIND.meta })
  const cases = [
    { rows: [mine(1, false), mine(2, true), meta(3)], ownRead: 3, unread: 0 },
    { rows: [theirs(1), mine(2, true), meta(3)], ownRead: 0, unread: 2 },
    { rows: [theirs(1), mine(2, false), meta(3), theirs(4), meta(5), mine(6, true)], ownRead: 3, unread: 2 },
    { rows: [mine(1, false), theirs(2, KIND.meta), meta(3), mine(4, true), theirs(5)], ownRead: 4, unread: 1 },
  ]
  for (const { rows, ownRead, unread } of cases)
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), async (mixed) => {
        const { db, apply } = await makeDevice()
        for (const row of mixed) await apply.apply(chat, [row], 'push')
        const known = await db.get('chats', chat)
        expect([known?.ownRead, (known?.msgCount ?? 0) - (known?.readCount ?? 0)]).toEqual([ownRead, unread])
      }),
      { numRuns: 12, seed: 3 },
    )
})

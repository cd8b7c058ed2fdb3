import 'fake-indexeddb/auto'
import type { MsgId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import type { MessageRow as WireRow } from '@soroka/protocol/contract'
import { nextLogHash, ORIGIN_HASH } from '@soroka/protocol/records'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { enqueue, findHead } from '../outbox/queue.ts'
import { Fence, StaleTerm } from '../indexeddb/fence.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import { hashOf } from './prepare.ts'
import { chat, erased, id, makeDevice, me, peer, wire, words } from './testing.ts'

function log(length: number): WireRow[] {
  const rows: WireRow[] = []
  let hash: Bytes = ORIGIN_HASH
  for (let seq = 1; seq <= length; seq++) {
    const sender = seq % 3 === 0 ? me : peer
    const row = wire(seq, {
      sender,
      msg: id(seq + 20) as MsgId,
      text: `text ${seq}`,
      seen: { seq: seq - 1, hash },
    })
    hash = nextLogHash(hash, seq, hashOf(row.envelope ?? ''))
    rows.push(row)
  }
  return rows
}

test('rule 34, G4: rows in any order, in any pieces and twice give what one fetch gives', async () => {
  const rows = log(12)
  const fresh = await makeDevice()
  await fresh.apply.apply(chat, rows, 'page')
  const expected = { chat: await fresh.db.get('chats', chat), rows: strip(await fresh.db.getAll('messages')) }
  expect(expected.chat).toMatchObject({
    lastSeq: 12,
    msgCount: 12,
    ownRead: 12,
    fork: false,
    have: [[1, 12]],
    log: { seq: 12 },
  })
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...rows, ...rows], { minLength: 24 }),
      fc.integer({ min: 1, max: 5 }),
      async (mixed, piece) => {
        const other = await makeDevice()
        for (let at = 0; at < mixed.length; at += piece)
          await other.apply.apply(chat, mixed.slice(at, at + piece), 'push')
        expect(await other.db.get('chats', chat)).toEqual(expected.chat)
        expect(strip(await other.db.getAll('messages'))).toEqual(expected.rows)
      },
    ),
    { numRuns: 40, seed: 7 },
  )
})

test('G6 the acknowledgement removes the outbox row and puts the message in one transaction', async () => {
  const { db, vault, apply } = await makeDevice()
  const row = await enqueue(db, vault, me, { chat, id: id(77) as MsgId, body: words('mine'), at: 5 })
  expect(await findHead(db, chat)).not.toBeNull()
  await apply.apply(chat, [wire(1, { sender: me, msg: row.id as MsgId, text: 'mine' })], 'push')
  expect(await findHead(db, chat)).toBeNull()
  const rows = await db.getAll('messages')
  expect(rows.map(({ seq, state }) => ({ seq, state }))).toEqual([{ seq: 1, state: 'sent' }])
})

test('G6 a crash while the acknowledgement is stored keeps the message in the outbox', async () => {
  const { db, vault, apply } = await makeDevice()
  const row = await enqueue(db, vault, me, { chat, id: id(77) as MsgId, body: words('mine'), at: 5 })
  const put = IDBObjectStore.prototype.put
  IDBObjectStore.prototype.put = function (value, key) {
    if (this.name === 'messages' && (value as MessageRow).state === 'sent')
      throw new DOMException('full', 'QuotaExceededError')
    return put.call(this, value, key)
  }
  await expect(
    apply.apply(chat, [wire(1, { sender: me, msg: row.id as MsgId, text: 'mine' })], 'push'),
  ).rejects.toThrow()
  IDBObjectStore.prototype.put = put
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await findHead(db, chat)).not.toBeNull()
  expect(await db.getAllFromIndex('messages', 'byId', [chat, row.id as MsgId])).toHaveLength(1)
})

test('G6 the pending row and the outbox row are written together or not at all', async () => {
  const { db, vault } = await makeDevice()
  const add = IDBObjectStore.prototype.add
  for (const broken of ['messages', 'outbox']) {
    IDBObjectStore.prototype.add = function (value, key) {
      if (this.name === broken) throw new DOMException('full', 'QuotaExceededError')
      return add.call(this, value, key)
    }
    await expect(enqueue(db, vault, me, { chat, id: id(78) as MsgId, body: words('x'), at: 5 })).rejects.toThrow()
    IDBObjectStore.prototype.add = add
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await db.count('outbox')).toBe(0)
    expect(await db.count('messages')).toBe(0)
  }
})

test('R5 a row whose author had seen another order raises the fork warning', async () => {
  const { db, apply } = await makeDevice()
  const rows = log(4)
  const swapped = rows.map((row) => (row.seq === 2 ? { ...row, seq: 3 } : row.seq === 3 ? { ...row, seq: 2 } : row))
  await apply.apply(chat, swapped, 'page')
  expect((await db.get('chats', chat))?.fork).toBe(true)
})

test('R5 another content under a number that was given raises the fork warning and changes nothing', async () => {
  const { db, apply, texts } = await makeDevice()
  await apply.apply(chat, log(3), 'page')
  await apply.apply(chat, [wire(2, { sender: peer, msg: id(99) as MsgId, text: 'other' })], 'page')
  expect((await db.get('chats', chat))?.fork).toBe(true)
  expect(await texts()).toEqual(['text 1', 'text 2', 'text 3'])
})

test('G4 a repeated id of the same sender is shown once, in whatever order it comes', async () => {
  const sent = { sender: peer, msg: id(50) as MsgId, text: 'the first stands' }
  const rows = [wire(1, sent), wire(2, { ...sent, text: 'again' })]
  for (const order of [rows, rows.toReversed()]) {
    const { apply, texts } = await makeDevice()
    for (const row of order) await apply.apply(chat, [row], 'push')
    expect(await texts()).toEqual(['the first stands'])
  }
})

test('R6 a skipped number is reported as a gap, pushed rows only', async () => {
  const { apply, gaps } = await makeDevice()
  const rows = log(5)
  await apply.apply(chat, rows.slice(0, 2), 'push')
  await apply.apply(chat, rows.slice(4), 'push')
  expect(gaps).toEqual([false, true])
})

test('R13 a tombstone keeps sender and place, and the log stays whole', async () => {
  const { db, apply, shown } = await makeDevice()
  const rows = log(3)
  await apply.apply(chat, rows, 'page')
  const gone = erased(rows[1] as WireRow)
  await apply.apply(chat, [gone], 'page')
  expect(await db.get('messages', [chat, 2])).toMatchObject({ erased: true, sender: peer })
  expect((await db.get('messages', [chat, 2]))?.body).toBeUndefined()
  expect((await shown())[1]).toMatchObject({ problem: 'removed', text: '' })
  const fresh = await makeDevice()
  await fresh.apply.apply(chat, [rows[0] as WireRow, gone, rows[2] as WireRow], 'page')
  expect((await fresh.db.get('chats', chat))?.log).toEqual((await db.get('chats', chat))?.log)
  expect((await fresh.db.get('chats', chat))?.fork).toBe(false)
})

test('R21 a leader whose term is over writes nothing', async () => {
  const { db, apply } = await makeDevice()
  await new Fence().raise(db)
  await expect(apply.apply(chat, log(1), 'push')).rejects.toThrow(StaleTerm)
  expect(await db.count('messages')).toBe(0)
})

function strip(rows: MessageRow[]) {
  return rows.map((row) => ({ ...row, body: undefined }))
}

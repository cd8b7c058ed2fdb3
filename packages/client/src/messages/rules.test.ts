import 'fake-indexeddb/auto'
import type { MsgId, UserId } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import { expect, test } from 'vitest'
import { parseChat } from '../indexeddb/chat-rows.ts'
import { Bodies } from './bodies.ts'
import { Expiry } from './expiry.ts'
import { enqueue } from '../outbox/queue.ts'
import { chat, erased, id, makeDevice, me, peer, type Sent, wire, words } from '../sync/testing.ts'

const third = id(3) as UserId
const first = id(100) as MsgId
const text: Sent = { sender: peer, msg: first, text: 'as it was' }

/** The first message after these deeds about it, on a new device. */
async function after(...deeds: Partial<Sent>[]) {
  const device = await makeDevice()
  const rows = [text, ...deeds.map((one, i) => ({ sender: peer, msg: id(101 + i) as MsgId, target: first, ...one }))]
  await device.apply.apply(
    chat,
    rows.map((sent, i) => wire(i + 1, sent)),
    'page',
  )
  const [view] = await device.shown()
  return { ...device, view }
}

const edit = (now: string, sender = peer) => ({ kind: KIND.edit, sender, text: now })
const react = (sender: UserId, ...reactions: string[]) => ({ kind: KIND.reaction, sender, options: { reactions } })

test('R13 only the author edits; the highest place wins and says when', async () => {
  const { view } = await after(edit('second'), edit('not his', me), edit('third'), edit('nor his', third))
  expect(view).toMatchObject({ text: 'third', editedAt: 1004 })
  expect((await after(edit('not his', me))).view).toMatchObject({ text: 'as it was' })
})

test('R13 an admin edits nobody’s words', async () => {
  expect((await after({ ...edit('as I say', third), admin: true })).view?.text).toBe('as it was')
})

test('R13 deleted by its author or by an admin, by nobody else', async () => {
  expect((await after({ kind: KIND.delete })).view).toMatchObject({ deleted: 'author', text: '' })
  expect((await after({ kind: KIND.delete, sender: third, admin: true })).view?.deleted).toBe('admin')
  expect((await after({ kind: KIND.delete, sender: third })).view).toMatchObject({ text: 'as it was' })
})

test('R13 a tombstone takes nothing more, and nothing of it stays on the disk', async () => {
  const { view, db } = await after(
    edit('second'),
    react(me, '👍'),
    { kind: KIND.delete },
    edit('back again'),
    react(me, '👎'),
    { kind: KIND.pin, options: { pin: true } },
  )
  expect(view).toMatchObject({ deleted: 'author', text: '', reactions: [], pinned: false })
  const left = (await db.getAll('messages')).filter((row) => row.body !== undefined)
  expect(left.map(({ kind }) => kind)).toEqual([KIND.delete])
})

test('R13 an edit that came after another one than its author saw is told to him', async () => {
  const device = await makeDevice()
  const own = (n: number, replaces: MsgId) =>
    wire(n, { ...edit(`version ${n}`, me), msg: id(100 + n) as MsgId, target: first, options: { replaces } })
  const failures = () =>
    device.events.flatMap((event) =>
      event.type === 'messages' ? event.upserts.flatMap((view) => view.failure ?? []) : [],
    )
  await device.apply.apply(chat, [wire(1, { ...text, sender: me }), own(2, first), own(3, id(102) as MsgId)], 'push')
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(failures()).toEqual([])
  await device.apply.apply(chat, [own(4, id(102) as MsgId)], 'push')
  await expect.poll(failures).toEqual(['CONFLICT'])
  expect(await device.shown()).toMatchObject([{ text: 'version 4' }])
})

test('R13 my deletion shows at once, whatever was said before', async () => {
  const device = await makeDevice()
  const own = { ...text, sender: me }
  const rows = [wire(1, own), wire(2, { msg: id(101) as MsgId, target: first, ...edit('second', me) })]
  await device.apply.apply(chat, rows, 'page')
  const body = { ...words(''), type: KIND.delete }
  await enqueue(device.db, device.vault, me, { chat, id: id(102) as MsgId, target: first, body, at: 9 })
  expect(await device.shown()).toMatchObject([{ deleted: 'author', text: '' }])
})

test('a thread that loses an answer says so on the screen', async () => {
  const device = await makeDevice()
  const answer = { sender: me, msg: id(101) as MsgId, text: 'an answer', options: { thread: first } }
  await device.apply.apply(chat, [wire(1, text), wire(2, answer)], 'page')
  const last = () => {
    const told = device.events.flatMap((event) => (event.type === 'messages' ? event.upserts : []))
    return told.findLast((view) => view.id === first)?.replies
  }
  await expect.poll(last).toEqual({ count: 1, lastAt: 1002 })
  await device.apply.apply(
    chat,
    [wire(3, { sender: me, msg: id(102) as MsgId, kind: KIND.delete, target: answer.msg })],
    'push',
  )
  await expect.poll(last).toBeUndefined()
})

test('R13 a row that vanished without a signed deletion was removed by the server', async () => {
  const device = await makeDevice()
  const row = wire(1, text)
  await device.apply.apply(chat, [row], 'page')
  await device.apply.apply(chat, [erased(row)], 'page')
  expect(await device.shown()).toMatchObject([{ problem: 'removed', text: '' }])
})

test('R14 the newest set of each person counts; an empty one takes all back', async () => {
  const { view } = await after(react(me, '👍', '🔥'), react(third, '🔥'), react(me, '🔥'))
  expect(view?.reactions).toEqual([{ emoji: '🔥', count: 2, own: true, users: [third, me] }])
  expect((await after(react(me, '🔥'), react(me))).view?.reactions).toEqual([])
})

test('pins: the newest word counts, whoever said it', async () => {
  const pin = (sender: UserId, on: boolean) => ({ kind: KIND.pin, sender, options: { pin: on } })
  expect((await after(pin(me, true))).view?.pinned).toBe(true)
  expect((await after(pin(me, true), pin(third, false))).view?.pinned).toBe(false)
  const { views } = await after(pin(me, false), pin(third, true))
  expect((await views.pinned(chat)).map((view) => view.id)).toEqual([first])
})

test('votes: one choice each, within what the poll offers, before its end', async () => {
  const device = await makeDevice()
  const poll = { options: ['yes', 'no'], multiple: false }
  const vote = (sender: UserId, ...options: number[]) => ({ kind: KIND.vote, sender, options: { vote: { options } } })
  const deeds: Partial<Sent>[] = [
    vote(me, 0),
    vote(me, 1),
    vote(third, 0, 1),
    vote(id(4) as UserId, 7),
    vote(peer, 1),
    { kind: KIND.close, sender: third },
    vote(id(5) as UserId, 0),
    { kind: KIND.close },
    vote(id(6) as UserId, 0),
  ]
  const question = { ...text, kind: KIND.poll, options: { poll } }
  const rows = deeds.map((one, i) => wire(i + 2, { sender: peer, msg: id(101 + i) as MsgId, target: first, ...one }))
  await device.apply.apply(chat, [wire(1, question), ...rows], 'page')
  const [view] = await device.shown()
  expect(view?.poll).toMatchObject({ closed: true, voters: 3, counted: true })
  expect(view?.poll?.options).toEqual([
    { text: 'yes', votes: 1, own: false, voters: [id(5)] },
    { text: 'no', votes: 2, own: true, voters: [me, peer] },
  ])
})

test('R15 a message calls me only where header and sealed body agree; all are called by admins only', async () => {
  const named = { mentions: [{ user: me, name: 'Me' }] }
  const calls = async (sent: Partial<Sent>) => {
    const device = await makeDevice()
    await device.apply.apply(chat, [wire(1, { ...text, ...sent })], 'page')
    const row = parseChat(await device.db.get('chats', chat))
    return [(await device.shown())[0]?.callsMe, row !== null && (await device.views.callsMe(row))]
  }
  const notify = { all: false, users: [me] }
  expect(await calls({ options: named, header: { notify } })).toEqual([true, true])
  expect(await calls({ header: { notify } })).toEqual([false, false])
  expect(await calls({ options: named })).toEqual([false, false])
  const all = { options: { callsAll: true }, header: { notify: { all: true, users: [] } } }
  expect(await calls(all)).toEqual([false, false])
  expect(await calls({ ...all, admin: true })).toEqual([true, true])
  expect(await calls({ header: all.header, admin: true })).toEqual([false, false])
  expect(await calls({ sender: me, options: named, header: { notify } })).toEqual([false, false])
})

test('R15 what is deleted, edited or reacted to counts as unread as before', async () => {
  const { db } = await after(edit('second'), react(third, '👍'), { kind: KIND.delete })
  expect(await db.get('chats', chat)).toMatchObject({ msgCount: 1, readCount: 0, lastSeq: 4 })
})

test('R16 a disappearing message ends on the device by itself, with its words and its quotes', async () => {
  const device = await makeDevice()
  const answer = { sender: peer, msg: id(101) as MsgId, text: 'see above', replyTo: first }
  const rows = [wire(1, { ...text, header: { expiresAt: 6_000 } }), wire(2, answer)]
  await device.apply.apply(chat, rows, 'page')
  expect((await device.shown()).map((view) => view.text)).toEqual(['as it was', 'see above'])
  const { db, hub, clock } = device
  const failed = (error: unknown) => expect.unreachable(String(error))
  const expiry = new Expiry({
    ended: async () => undefined,
    db,
    hub,
    bodies: new Bodies(device.vault),
    now: () => clock.now,
    failed,
  })
  clock.now = 6_001
  expiry.start()
  await expect.poll(async () => (await db.get('messages', [chat, 1]))?.body).toBeUndefined()
  expiry.stop()
  expect(await device.shown()).toMatchObject([{ text: 'see above', replyTo: { missing: 'deleted', text: '' } }])
  await expect
    .poll(() => device.events.flatMap((event) => (event.type === 'messages' ? event.removed : [])))
    .toEqual([`${peer} ${first}`])
})

test('quotes and threads: the words as they are now; answers are counted', async () => {
  const device = await makeDevice()
  const rows = [
    wire(1, text),
    wire(2, { sender: me, msg: id(101) as MsgId, text: 'in the thread', options: { thread: first }, replyTo: first }),
    wire(3, { msg: id(102) as MsgId, target: first, ...edit('second') }),
  ]
  for (const row of rows.toReversed()) await device.apply.apply(chat, [row], 'page')
  expect(await device.shown()).toMatchObject([
    { text: 'second', replies: { count: 1, lastAt: 1002 } },
    { thread: first, replyTo: { id: first, sender: peer, text: 'second', seq: 1 } },
  ])
})

test('50 messages with all that was said about them are shown in a frame’s time', async () => {
  const device = await makeDevice()
  const sents: Sent[] = []
  for (let i = 0; i < 50; i++) {
    const target = id(10 + i) as MsgId
    sents.push({ sender: peer, msg: target, text: `text ${i}` })
    for (let n = 0; n < 6; n++) sents.push({ ...react(id(200 + n) as UserId, '👍'), msg: target, target })
  }
  const rows = sents.map((sent, i) => wire(i + 1, { ...sent, msg: sent.kind === undefined ? sent.msg : unique(i) }))
  await device.apply.apply(chat, rows, 'page')
  const stored = await device.db.getAll('messages')
  await device.views.of(chat, stored)
  const started = performance.now()
  const seen = await device.views.of(chat, stored)
  const took = performance.now() - started
  expect(seen.filter((view) => view !== null)).toHaveLength(50)
  if (process.env['SHOW_TIMES']) console.log(`50 messages, 300 reactions: ${took.toFixed(1)} ms`)
  // The imitation of the database is far slower than the browser's.
  expect(took).toBeLessThan(400)
})

const unique = (i: number) => {
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setUint32(0, i + 1)
  return Buffer.from(bytes).toString('base64url') as MsgId
}

test('R13 R14 a server that erases without a right takes nothing from a device that has it', async () => {
  const deeds = [
    edit('second'),
    react(me, '👍'),
    { kind: KIND.pin, sender: third, options: { pin: true } },
    react(peer, '👎'),
    react(peer, '🎉'),
  ]
  const rows: Sent[] = [text, ...deeds.map((one, i) => ({ ...one, msg: id(101 + i) as MsgId, target: first }))]
  const wires = rows.map((sent, i) => wire(i + 1, sent))
  const device = await makeDevice()
  await device.apply.apply(chat, wires, 'push')
  const [before] = await device.shown()
  await device.apply.apply(chat, wires.slice(1).map(erased), 'push')
  expect(await device.shown()).toEqual([before])
  expect(before).toMatchObject({ text: 'second', pinned: true })
  expect(before?.reactions.map(({ emoji }) => emoji).toSorted()).toEqual(['🎉', '👍'].toSorted())
  // What its own author's newer word replaced goes, and with the message all of it does.
  const left = async () =>
    (await device.db.getAll('messages')).filter((row) => row.body !== undefined).map(({ seq }) => seq)
  expect(await left()).toEqual([1, 2, 3, 4, 6])
  await device.apply.apply(
    chat,
    [wire(7, { sender: peer, msg: id(120) as MsgId, kind: KIND.delete, target: first })],
    'push',
  )
  expect(await left()).toEqual([7])
})

test('R13 the text of before is not shown for what it says now, when the server keeps the edit', async () => {
  const device = await makeDevice()
  const edited = wire(2, { ...edit('second'), msg: id(101) as MsgId, target: first })
  const answer = wire(3, { sender: me, msg: id(102) as MsgId, text: 'yes', replyTo: first })
  await device.apply.apply(chat, [wire(1, text), erased(edited), answer], 'page')
  const [view, reply] = await device.shown()
  expect(view).toMatchObject({ text: '', problem: 'removed' })
  expect(reply?.replyTo).toMatchObject({ text: '', missing: 'unknown' })
})

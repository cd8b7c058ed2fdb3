import 'fake-indexeddb/auto'
import type { MsgId, UserId } from '@soroka/protocol'
import type { MessageRow as WireRow } from '@soroka/protocol/contract'
import { type BodyOptions, KIND } from '@soroka/protocol/records'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { ClientEvent, MessageView } from '../types.ts'
import { chat, erased, id, makeDevice, me, peer, type Sent, wire } from './testing.ts'

const SEEDS = Number(process.env['PROPERTY_SEEDS'] ?? 60)
const people = [me, peer, id(3) as UserId]

/** One thing that somebody did; numbers choose among what there is by then. */
interface Deed {
  what: (typeof DEEDS)[number]
  who: number
  on: number
  choice: number
  admin: boolean
}

const DEEDS = ['text', 'reply', 'answer', 'poll', 'edit', 'delete', 'react', 'pin', 'vote', 'close'] as const
const deed = fc.record<Deed>({
  what: fc.constantFrom('text', ...DEEDS),
  who: fc.nat(2),
  on: fc.nat(1000),
  choice: fc.nat(3),
  admin: fc.boolean(),
})

interface Step {
  row: WireRow
  /** Rows that the server erases with this one. */
  erases: WireRow[]
}

/** A log as an honest server would keep it, with deeds that it should have refused among them. */
function play(deeds: Deed[]): Step[] {
  const steps: Step[] = []
  const sent: Sent[] = []
  const messages: Sent[] = []
  const gone = new Set<MsgId>()
  deeds.forEach(({ what, who, on, choice, admin }, i) => {
    const target = messages[on % Math.max(1, messages.length)]
    const one: Sent = { sender: people[who] ?? me, msg: id(i + 20) as MsgId, ...content(what, i, choice, target) }
    if (one.kind === KIND.delete) one.admin = admin
    const row = wire(i + 1, one)
    if ((one.kind ?? KIND.text) < KIND.edit) messages.push(one)
    const erases = sent.flatMap((old, at) => (isErasedBy(old, one, target) ? [steps[at]?.row as WireRow] : []))
    if (one.kind === KIND.delete && target !== undefined && mayDelete(one, target)) gone.add(target.msg)
    sent.push(one)
    steps.push({ row, erases })
  })
  return steps
}

function content(what: Deed['what'], i: number, choice: number, target: Sent | undefined): Partial<Sent> {
  const text = `text ${i}`
  if (target === undefined || what === 'text') return { text }
  const note = (kind: number, options: BodyOptions = {}): Partial<Sent> => ({ kind, target: target.msg, options })
  switch (what) {
    case 'reply':
      return { text, replyTo: target.msg }
    case 'answer':
      return { text, options: { thread: target.msg } }
    case 'poll':
      return { text, kind: KIND.poll, options: { poll: { options: ['a', 'b', 'c', 'd'], multiple: false } } }
    case 'edit':
      return { ...note(KIND.edit), text: `edited ${i}` }
    case 'delete':
      return note(KIND.delete)
    case 'react':
      return note(KIND.reaction, { reactions: ['a', 'b', 'c'].slice(0, choice) })
    case 'pin':
      return note(KIND.pin, { pin: choice > 0 })
    case 'vote':
      return note(KIND.vote, { vote: { options: choice === 0 ? [] : [choice] } })
    case 'close':
      return note(KIND.close)
  }
}

const mayDelete = (deletion: Sent, target: Sent) => deletion.sender === target.sender || deletion.admin === true
const SLOTS: number[] = [KIND.reaction, KIND.vote, KIND.pin]

function isErasedBy(old: Sent, now: Sent, target: Sent | undefined): boolean {
  if (target === undefined || now.kind === undefined) return false
  if (now.kind === KIND.delete && mayDelete(now, target))
    return old.msg === target.msg || (old.target === target.msg && old.kind !== KIND.delete)
  const same = old.kind === now.kind && old.sender === now.sender && old.target === now.target
  return same && SLOTS.includes(now.kind)
}

/** What a fresh device reads in the end. */
function finalLog(steps: Step[]): WireRow[] {
  const gone = new Set(steps.flatMap(({ erases }) => erases.map(({ seq }) => seq)))
  return steps.map(({ row }) => (gone.has(row.seq) ? erased(row) : row))
}

async function fetchFresh(steps: Step[]) {
  const device = await makeDevice()
  await device.apply.apply(chat, finalLog(steps), 'page')
  return device
}

type Device = Awaited<ReturnType<typeof makeDevice>>

/** What a screen shows that only ever heard events. */
function screenOf(device: Device): MessageView[] {
  const screen = new Map<string, MessageView>()
  for (const event of device.events.filter(
    (one): one is ClientEvent & { type: 'messages' } => one.type === 'messages',
  )) {
    for (const view of event.upserts) screen.set(view.key, view)
    for (const key of event.removed) screen.delete(key)
  }
  return [...screen.values()].sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0))
}

/** Of what is deleted nothing lies on the disk, nor of what was said about it. */
async function wordsOnDisk(device: Device): Promise<number[]> {
  const rows = await device.db.getAll('messages')
  return rows.filter((row) => row.body !== undefined).map(({ seq }) => seq)
}

const log = fc.array(deed, { minLength: 4, maxLength: 28 }).map(play)

test('rule 34, R13, R14: who lived through it shows what a fresh device reads, and so does a screen of events', async () => {
  await fc.assert(
    fc.asyncProperty(log, async (steps) => {
      const fresh = await fetchFresh(steps)
      const lived = await makeDevice()
      for (const { row, erases } of steps) {
        await lived.apply.apply(chat, [row], 'push')
        if (erases.length > 0) await lived.apply.apply(chat, erases.map(erased), 'page')
        await lived.apply.apply(chat, [row], 'push')
      }
      expect(await lived.shown()).toEqual(await fresh.shown())
      const expected = await fresh.shown()
      await vi.waitFor(() => expect(screenOf(lived)).toEqual(expected), { timeout: 5_000, interval: 10 })
      expect(await wordsOnDisk(lived)).toEqual(await wordsOnDisk(fresh))
      expect((await lived.db.get('chats', chat))?.msgCount).toBe((await fresh.db.get('chats', chat))?.msgCount)
    }),
    { numRuns: SEEDS, seed: 4 },
  )
})

test('rule 34, R13: annotations before their targets, deletions before both, pieces, repeats: the outcome is one', async () => {
  const mixed = log.chain((steps) =>
    fc.record({
      steps: fc.constant(steps),
      rows: fc.shuffledSubarray([...steps.map(({ row }) => row), ...finalLog(steps)], { minLength: steps.length * 2 }),
      piece: fc.integer({ min: 1, max: 6 }),
    }),
  )
  await fc.assert(
    fc.asyncProperty(mixed, async ({ steps, rows, piece }) => {
      const fresh = await fetchFresh(steps)
      const other = await makeDevice()
      for (let at = 0; at < rows.length; at += piece)
        await other.apply.apply(chat, rows.slice(at, at + piece), at % 2 === 0 ? 'push' : 'page')
      expect(await other.shown()).toEqual(await fresh.shown())
      const expected = await fresh.shown()
      await vi.waitFor(() => expect(screenOf(other)).toEqual(expected), { timeout: 5_000, interval: 10 })
      expect(await wordsOnDisk(other)).toEqual(await wordsOnDisk(fresh))
    }),
    { numRuns: SEEDS, seed: 5 },
  )
})

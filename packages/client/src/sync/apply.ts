import type { ChatId, UserId } from '@soroka/protocol'
import type { MessageRow as WireRow } from '@soroka/protocol/contract'
import { equal } from '@soroka/protocol/bytes'
import { countsAsMessage } from '@soroka/protocol/records'
import type { EventHub } from '../events/event-hub.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import type { Fence } from '../indexeddb/fence.ts'
import { inOne, type WriteTx } from '../indexeddb/in-one.ts'
import { addRange, hasPosition } from '../indexeddb/ranges.ts'
import { type ChatRow, type MessageRow, PENDING } from '../indexeddb/rows.ts'
import type { Vault } from '../indexeddb/vault.ts'
import { affected, type MessageRef } from '../messages/affected.ts'
import { metAnother } from '../messages/edit-met.ts'
import { mayBeErased } from '../messages/erasure.ts'
import type { Bodies } from '../messages/bodies.ts'
import { settle } from '../messages/wipe.ts'
import { advanceLog, agrees, hashNext, isNext } from './advance-log.ts'
import { countAbove } from './count-above.ts'
import { Lanes } from './lanes.ts'
import { LogRows } from './log-rows.ts'
import { passOwnAway } from './own-away.ts'
import { keepFloor } from './floor-at.ts'
import type { FloorOf, Opener } from './opening.ts'
import { hashOfWire, prepare, type Prepared } from './prepare.ts'

/** push: a frame or an acknowledgement; page: pulled for the screen; history: pulled when idle, told in no event. */
export type Source = 'push' | 'page' | 'history'

interface Deps {
  db: AccountDb
  vault: Vault
  self: UserId
  hub: EventHub
  bodies: Bodies
  fence: Fence
  opener: Opener
  /** New rows stand in the log: typing ends, marks are sent, a gap is looked at. */
  applied(chat: ChatId, rows: MessageRow[], after: { gap: boolean; more: boolean }): void
}

const STORES: ('meta' | 'chats' | 'messages' | 'outbox')[] = ['meta', 'chats', 'messages', 'outbox']

/**
 * The only door by which messages enter the database: push, acknowledgement and catch-up alike (house rule 20). Rows may
 * come twice, in any order and from any of the three; the outcome is the same.
 */
export class ApplyRows {
  readonly #deps: Deps
  readonly lanes = new Lanes()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  apply(chat: ChatId, rows: readonly WireRow[], source: Source): Promise<void> {
    return this.applyAll([{ chat, rows }], source)
  }

  /** The same for several chats, each of them once, in one transaction. */
  applyAll(pages: readonly Page[], source: Source): Promise<void> {
    return this.lanes.runAll(
      pages.map(({ chat }) => chat),
      () => this.#apply(pages, source),
    )
  }

  /** Goes on hashing where the last transaction stopped. */
  advance(chat: ChatId): Promise<void> {
    return this.lanes.run(chat, () => this.#store([{ chat, prepared: [] }], 'history'))
  }

  async #apply(pages: readonly Page[], source: Source): Promise<void> {
    const fresh = (await Promise.all(pages.map((page) => this.#notYetHere(page)))).filter(({ rows }) => rows.length > 0)
    if (fresh.length === 0) return
    const parts = fresh.map(async ({ chat, rows }): Promise<Part> => {
      const prepared = await Promise.all(rows.map((row) => prepare(this.#deps, chat, row)))
      return { chat, prepared: prepared.sort((a, b) => a.row.seq - b.row.seq) }
    })
    await this.#store(await Promise.all(parts), source)
  }

  /** Leaves out repeats, so that they cost no cryptography. */
  async #notYetHere({ chat, rows }: Page): Promise<Page> {
    const possible = rows.filter(({ seq }) => seq >= 1 && seq < PENDING)
    const known = await this.#standing(
      chat,
      possible.map(({ seq }) => seq),
    )
    const fresh = possible.filter((row) => {
      const have = known.get(row.seq)
      if (have?.hash === undefined || have.problem === 'waiting_key') return true
      if (row.envelope === undefined && have.erased !== true) return true
      return !equal(have.hash, hashOfWire(row))
    })
    return { chat, rows: fresh }
  }

  /** What stands at these places. Most often nothing does: one question for all of them. */
  async #standing(chat: ChatId, places: readonly number[]): Promise<Map<number, MessageRow>> {
    if (places.length === 0) return new Map()
    const { db } = this.#deps
    const [first, last] = [Math.min(...places), Math.max(...places)]
    const close = last - first < 2 * places.length
    const range = IDBKeyRange.bound([chat, first], [chat, last])
    const taken = close ? (await db.getAllKeys('messages', range)).map(([, seq]) => seq) : places
    const asked = new Set(places)
    const rows = await Promise.all(taken.filter((seq) => asked.has(seq)).map((seq) => db.get('messages', [chat, seq])))
    return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.seq, row]])))
  }

  async #store(parts: readonly Part[], source: Source): Promise<void> {
    const { db, fence, opener } = this.#deps
    const judged = await Promise.all(parts.map(async (part) => ({ ...part, floorOf: await opener.floors(part.chat) })))
    const stored = await inOne(db, STORES, async (tx) => {
      await fence.check(tx)
      return await Promise.all(judged.map((part) => this.#storeChat(tx, part)))
    })
    await Promise.all(stored.filter((one) => one !== null).map((one) => this.#tell(one, source)))
  }

  async #storeChat(tx: Tx, { chat: id, prepared, floorOf }: Part & { floorOf: FloorOf }): Promise<Stored | null> {
    const messages = new LogRows(tx.objectStore('messages'))
    const [first, last] = [prepared[0]?.row.seq ?? 0, prepared.at(-1)?.row.seq ?? 0]
    const [value] = await Promise.all([
      tx.objectStore('chats').get(id),
      last - first < 2 * prepared.length ? messages.readAhead(id, first, last) : undefined,
    ])
    const chat = parseChat(value)
    // The head comes first: a chat that isn't here yet is listed by the next sync, with its rows.
    if (chat === null) return null
    const told: Prepared[] = []
    const touched = new Set<MessageRef>()
    for (const item of prepared) {
      if (await this.#put({ tx, messages, chat, touched, floorOf }, item)) told.push(item)
      // Row by row, so that what must not count has no effect either.
      if (chat.log.seq === item.row.seq) await advanceLog(chat, messages, floorOf)
    }
    await passOwnAway(chat, this.#deps.self, messages)
    const more = await advanceLog(chat, messages, floorOf)
    await tx.objectStore('chats').put(chat)
    return { chat, told, touched, more }
  }

  async #tell({ chat, told, touched, more }: Stored, source: Source): Promise<void> {
    const { db, hub, bodies } = this.#deps
    const quiet = source === 'history'
    const rows = told.map(({ row }) => row)
    for (const { row, content } of told) if (content !== null) bodies.keep(row, content)
    for (const row of rows) if (row.body === undefined) bodies.forget(row)
    if (!quiet) hub.messages(chat.id, [...(await affected(db, rows)), ...touched])
    if (source === 'push') await this.#tellEditor(told)
    if (!quiet || chat.fork) hub.chat(chat.id)
    const gap = source === 'push' && rows.some(({ seq }) => seq > 1 && !hasPosition(chat.have, seq - 1))
    this.#deps.applied(chat.id, rows, { gap, more })
  }

  async #tellEditor(told: readonly Prepared[]): Promise<void> {
    const { db, hub, self } = this.#deps
    for (const { row, content } of told) {
      if (row.sender !== self || row.target === undefined || content === null) continue
      if (await metAnother(db, row, content)) hub.messageRefused(row.chat, row.target, 'CONFLICT')
    }
  }

  /** Puts one row; false when the place is taken by another content. */
  async #put(into: Into, item: Prepared): Promise<boolean> {
    const { messages, chat, touched, floorOf } = into
    const { genuine } = item
    let { row } = item
    const there = await messages.get([chat.id, row.seq])
    if (there?.hash !== undefined && row.hash !== undefined && !equal(there.hash, row.hash)) {
      // Another content under a number that was given: two histories.
      chat.fork = true
      return false
    }
    if (row.erased === true && there !== undefined && !(await mayBeErased(messages, there))) return false
    if (there !== undefined) keepWhatIsKnown(row, there)
    row = keepFloor(row, row.seq === chat.log.seq + 1 ? floorOf(chat.logEpoch) : there?.floor)
    if (row.erased === true && there?.target !== undefined) touched.add(there.target)
    if (genuine) await this.#meetTwins(into, row)
    if (genuine && row.seen !== undefined && there?.logHash !== undefined && !(await agrees(row, messages)))
      chat.fork = true
    item.row = genuine || row.erased === true ? await settle(messages, row, touched) : row
    const { hash } = item.row
    if (hash !== undefined && isNext(chat, item.row)) item.row = await hashNext(chat, item.row, hash, messages, floorOf)
    await messages.put(item.row)
    if (there === undefined) await this.#count(messages, chat, row, genuine)
    return true
  }

  /** Rows with the same sender and id: our own pending one gives way to this; of two in the log the first stands. */
  async #meetTwins({ tx, messages }: Into, row: MessageRow): Promise<void> {
    if (row.id === undefined) return
    for (const twin of await messages.index('byId').getAll([row.chat, row.id])) {
      if (twin.seq === row.seq || twin.sender !== row.sender) continue
      if (twin.seq >= PENDING) {
        await messages.delete([twin.chat, twin.seq])
        const n = await tx.objectStore('outbox').index('byId').getKey([row.chat, row.id])
        if (n !== undefined) await tx.objectStore('outbox').delete(n)
      } else if (twin.seq < row.seq) row.hidden = true
      else await messages.put({ ...twin, hidden: true })
    }
  }

  async #count(messages: LogRows, chat: ChatRow, row: MessageRow, genuine: boolean): Promise<void> {
    chat.have = addRange(chat.have, row.seq, row.seq)
    if (row.seq > chat.countSeq && row.kind !== undefined && countsAsMessage(row.kind)) {
      chat.msgCount++
      if (row.seq <= chat.ownRead) chat.readCount++
    }
    if (row.seq > chat.lastSeq) {
      chat.lastSeq = row.seq
      chat.lastAt = row.at
    }
    if (row.sender !== this.#deps.self) chat.ownDelivered = Math.max(chat.ownDelivered, row.seq)
    if (!genuine) return
    if (row.sender === this.#deps.self) {
      if (row.away === true) {
        chat.awaySeq = Math.max(chat.awaySeq, row.seq)
        return
      }
      // The server moved my marks with it (P20).
      chat.toldRead = Math.max(chat.toldRead, row.seq)
      chat.toldDelivered = Math.max(chat.toldDelivered, row.seq)
      if (row.seq <= chat.ownRead) return
      chat.ownRead = row.seq
      chat.readCount = chat.msgCount - (await countAbove(messages, chat.id, row.seq))
    } else {
      chat.peerRead = Math.max(chat.peerRead, row.seq)
      chat.peerDelivered = Math.max(chat.peerDelivered, row.seq)
    }
  }
}

type Tx = WriteTx<(typeof STORES)[number]>

/** Rows of one chat as the server gave them. */
interface Page {
  chat: ChatId
  rows: readonly WireRow[]
}

/** The same, opened. */
interface Part {
  chat: ChatId
  prepared: Prepared[]
}

interface Into {
  tx: Tx
  messages: LogRows
  chat: ChatRow
  touched: Set<MessageRef>
  floorOf: FloorOf
}

interface Stored {
  chat: ChatRow
  told: Prepared[]
  touched: Set<MessageRef>
  more: boolean
}

/** A tombstone says less than what was known, and the log's own hash is not the row's to bring. */
function keepWhatIsKnown(row: MessageRow, there: MessageRow): void {
  if (there.logHash !== undefined) row.logHash = there.logHash
  if (row.erased !== true) return
  for (const field of ['id', 'sender', 'device', 'kind', 'epoch', 'seen', 'hidden', 'expiresAt'] as const)
    if (there[field] !== undefined) Object.assign(row, { [field]: there[field] })
}

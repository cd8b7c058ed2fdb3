import type { ChatId, UserId } from '@soroka/protocol'
import type { MessageRow as WireRow } from '@soroka/protocol/contract'
import { type Bytes, equal, fromBase64url, RecordError, utf8Encode } from '@soroka/protocol/bytes'
import { countsAsMessage, hashEnvelope, hashErasedEnvelope, hashRecord, KIND } from '@soroka/protocol/records'
import type { EventHub } from '../events/event-hub.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import type { Fence } from '../indexeddb/fence.ts'
import { inOne, type WriteTx } from '../indexeddb/in-one.ts'
import { addRange } from '../indexeddb/ranges.ts'
import { type ChatRow, type MessageRow, PENDING } from '../indexeddb/rows.ts'
import type { Vault } from '../indexeddb/vault.ts'
import { bodyPlace, viewOf } from '../views/message-view.ts'
import { advanceLog, agrees } from './advance-log.ts'
import { countAbove } from './count-above.ts'
import { Lanes } from './lanes.ts'
import type { Opener, Opening } from './opening.ts'

/** push: a frame or an acknowledgement; page: pulled for the screen; history: pulled when idle, told in no event. */
export type Source = 'push' | 'page' | 'history'

interface Deps {
  db: AccountDb
  vault: Vault
  self: UserId
  hub: EventHub
  fence: Fence
  opener: Opener
  /** New rows stand in the log: typing ends, marks are sent, a gap is looked at. */
  applied(chat: ChatId, rows: MessageRow[], after: { gap: boolean; more: boolean }): void
}

interface Prepared {
  row: MessageRow
  text: string
  /** Opened, so that what it says of sender and id is true. */
  genuine: boolean
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
    return this.lanes.run(chat, () => this.#apply(chat, rows, source))
  }

  /** Goes on hashing where the last transaction stopped. */
  advance(chat: ChatId): Promise<void> {
    return this.lanes.run(chat, () => this.#store(chat, [], 'history'))
  }

  async #apply(chat: ChatId, rows: readonly WireRow[], source: Source): Promise<void> {
    const fresh = await this.#notYetHere(chat, rows)
    if (fresh.length === 0) return
    const prepared = await Promise.all(fresh.map((row) => this.#prepare(chat, row)))
    await this.#store(
      chat,
      prepared.sort((a, b) => a.row.seq - b.row.seq),
      source,
    )
  }

  /** Leaves out repeats, so that they cost no cryptography. */
  async #notYetHere(chat: ChatId, rows: readonly WireRow[]): Promise<WireRow[]> {
    const tx = this.#deps.db.transaction('messages')
    const known = await Promise.all(rows.map((row) => tx.store.get([chat, row.seq])))
    return rows.filter((row, i) => {
      const have = known[i]
      if (row.seq < 1 || row.seq >= PENDING) return false
      if (have?.hash === undefined || have.problem === 'waiting_key') return true
      if (row.envelope === undefined) return have.problem !== 'removed'
      return !equal(have.hash, hashOf(row.envelope))
    })
  }

  async #prepare(chat: ChatId, wire: WireRow): Promise<Prepared> {
    const base = { chat, seq: wire.seq, at: wire.at, state: 'sent' } as const
    if (wire.envelope === undefined) {
      const { header, content } = wire
      const hash =
        header === undefined || content === undefined
          ? hashOf('')
          : hashErasedEnvelope(fromBase64url(header), fromBase64url(content))
      return { row: { ...base, hash, problem: 'removed' }, text: '', genuine: false }
    }
    const opening = await this.#deps.opener.open(chat, bytesOf(wire.envelope))
    const row: MessageRow = { ...base, hash: opening.hash, ...claims(opening) }
    if (opening.is !== 'opened') {
      row.problem = opening.is === 'waiting' ? 'waiting_key' : 'invalid'
      if (opening.is === 'waiting') row.envelope = bytesOf(wire.envelope)
      return { row, text: '', genuine: false }
    }
    row.seen = opening.seen
    row.body = await this.#deps.vault.seal(bodyPlace(row), utf8Encode(opening.text))
    if (opening.header.kind !== KIND.text) row.hidden = true
    return { row, text: opening.text, genuine: true }
  }

  async #store(chatId: ChatId, prepared: Prepared[], source: Source): Promise<void> {
    const { db, fence, hub, self } = this.#deps
    const stored = await inOne(db, STORES, async (tx) => {
      await fence.check(tx)
      const chat = parseChat(await tx.objectStore('chats').get(chatId))
      // The head comes first: a chat that isn't here yet is listed by the next sync, with its rows.
      if (chat === null) return null
      const told: Prepared[] = []
      for (const item of prepared) if (await this.#put(tx, chat, item)) told.push(item)
      const more = await advanceLog(chat, tx.objectStore('messages'))
      await tx.objectStore('chats').put(chat)
      return { chat, told, more }
    })
    if (stored === null) return
    const { chat, told, more } = stored
    const quiet = source === 'history'
    for (const { row, text } of quiet ? [] : told) if (row.hidden !== true) hub.message(viewOf(row, self, text))
    if (!quiet || chat.fork) hub.chat(chatId)
    this.#deps.applied(
      chatId,
      told.map(({ row }) => row),
      { gap: source === 'push' && chat.have.length > 1, more },
    )
  }

  /** Puts one row; false when the place is taken by another content. */
  async #put(tx: Tx, chat: ChatRow, { row, genuine }: Prepared): Promise<boolean> {
    const messages = tx.objectStore('messages')
    const there = await messages.get([chat.id, row.seq])
    if (there?.hash !== undefined && row.hash !== undefined && !equal(there.hash, row.hash)) {
      // Another content under a number that was given: two histories.
      chat.fork = true
      return false
    }
    if (there !== undefined) keepWhatIsKnown(row, there)
    if (genuine) await this.#meetTwins(tx, row)
    if (genuine && row.seen !== undefined && there?.logHash !== undefined && !(await agrees(row, messages)))
      chat.fork = true
    await messages.put(row)
    if (there === undefined) await this.#count(tx, chat, row, genuine)
    return true
  }

  /** Rows with the same sender and id: our own pending one gives way to this; of two in the log the first stands. */
  async #meetTwins(tx: Tx, row: MessageRow): Promise<void> {
    if (row.id === undefined) return
    const messages = tx.objectStore('messages')
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

  async #count(tx: Tx, chat: ChatRow, row: MessageRow, genuine: boolean): Promise<void> {
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
      // The server moved my marks with it (P20).
      chat.toldRead = Math.max(chat.toldRead, row.seq)
      chat.toldDelivered = Math.max(chat.toldDelivered, row.seq)
      if (row.seq <= chat.ownRead) return
      chat.ownRead = row.seq
      chat.readCount = chat.msgCount - (await countAbove(tx.objectStore('messages'), chat.id, row.seq))
    } else {
      chat.peerRead = Math.max(chat.peerRead, row.seq)
      chat.peerDelivered = Math.max(chat.peerDelivered, row.seq)
    }
  }
}

type Tx = WriteTx<(typeof STORES)[number]>

function claims(opening: Opening): Partial<MessageRow> {
  if (opening.header === undefined) return {}
  const { msgId, sender, device, kind, epoch, target } = opening.header
  const claimed = { id: msgId, sender, device, kind, epoch }
  return target === undefined ? claimed : { ...claimed, target }
}

/** A tombstone says less than what was known, and the log's own hash is not the row's to bring. */
function keepWhatIsKnown(row: MessageRow, there: MessageRow): void {
  if (there.logHash !== undefined) row.logHash = there.logHash
  if (row.problem !== 'removed') return
  for (const field of ['id', 'sender', 'device', 'kind', 'epoch', 'seen'] as const)
    if (there[field] !== undefined) Object.assign(row, { [field]: there[field] })
}

function bytesOf(envelope: string): Bytes {
  try {
    return fromBase64url(envelope)
  } catch (error) {
    if (error instanceof RecordError) return utf8Encode(envelope)
    throw error
  }
}

/** Also a hash for what is no envelope: the row keeps its place in the log. */
export function hashOf(envelope: string): Bytes {
  const bytes = bytesOf(envelope)
  try {
    return hashEnvelope(bytes)
  } catch (error) {
    if (error instanceof RecordError) return hashRecord('no-envelope', bytes)
    throw error
  }
}

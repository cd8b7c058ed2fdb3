import type { ChatId, FileId, MsgId, UserId } from '@soroka/protocol'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { hasPosition } from '../indexeddb/ranges.ts'
import type { OnTheirWay } from '../files/on-their-way.ts'
import { type ChatRow, type MessageRow, messageRow, PENDING } from '../indexeddb/rows.ts'
import { viewAttachment } from '../files/attachment-view.ts'
import type { MessageView, QuoteView } from '../types.ts'
import type { Hidden } from '../vault/chat-flags.ts'
import { buildView, emptyView, viewKey } from '../views/message-view.ts'
import type { Opened } from '../views/parts.ts'
import type { MessageRef } from './affected.ts'
import { type Annotations, isGenuine, isMessage, isWaiting, judge } from './annotations.ts'
import type { Bodies } from './bodies.ts'

interface Deps {
  db: AccountDb
  bodies: Bodies
  self: UserId
  now(): number
  /** What I keep off my own screens. */
  personal(chat: ChatId): Promise<Hidden>
  /** Its files that the server doesn't have yet. */
  onTheirWay(row: MessageRow): Promise<OnTheirWay | undefined>
  /** Files that the server was found not to keep any more. */
  gone: ReadonlySet<FileId>
  /** My choice in a poll whose votes only its author can open. */
  ownVote(poll: MsgId): Promise<readonly number[]>
}

export function shownOf(seen: readonly Seen[]): MessageView[] {
  return seen.filter((view) => view !== null && view !== 'damaged')
}

/** Rows that are looked at together for the last one that is shown. */
const LOOK = 3

/** 'damaged': its body doesn't open any more; null: nothing of it belongs on the screen. */
export type Seen = MessageView | null | 'damaged'

/** Shows rows as messages: each with everything that others, and I, have said about it since. */
export class MessageViews {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The rows as the screen shows them, in the same order. Reads once for all of them. */
  async of(chat: ChatId, rows: readonly MessageRow[]): Promise<Seen[]> {
    const personal = await this.#deps.personal(chat)
    const shown = rows.filter((row) => this.#belongs(row, personal))
    const notes = await this.#gather(chat, shown, personal)
    const quotes = await this.#quotes(chat, shown)
    const views = new Map<MessageRow, Seen>()
    await Promise.all(
      shown.map(async (row, i) => views.set(row, await this.#view(row, notes[i] ?? judge(row, []), quotes))),
    )
    return rows.map((row) => views.get(row) ?? null)
  }

  /** The same for messages that changed, with the keys of those that a screen should drop. */
  async changed(chat: ChatId, refs: ReadonlySet<MessageRef>): Promise<{ upserts: MessageView[]; removed: string[] }> {
    const { db } = this.#deps
    const found = await Promise.all(
      [...refs].map(async (ref) =>
        typeof ref === 'string'
          ? db.getAllFromIndex('messages', 'byId', [chat, ref])
          : db.getAll('messages', IDBKeyRange.only([chat, ref])),
      ),
    )
    const rows = found.flat().filter((row) => isMessage(row) && messageRow.safeParse(row).success)
    const seen = await this.of(chat, rows)
    const upserts = shownOf(seen)
    const shown = new Set(upserts.map(({ key }) => key))
    const removed = rows.map(viewKey).filter((key) => !shown.has(key))
    return { upserts, removed: [...new Set(removed)] }
  }

  /** The last message of a chat that is shown; undefined when there is none here. */
  async last(chat: ChatId): Promise<MessageView | undefined> {
    let from = Number.MAX_SAFE_INTEGER
    for (;;) {
      const rows = await this.#below(chat, from)
      if (rows.length === 0) return undefined
      const [newest] = shownOf(await this.of(chat, rows))
      if (newest !== undefined) return newest
      from = rows.at(-1)?.seq ?? 0
    }
  }

  /** The pinned messages of a chat that are here, the newest pin last. */
  async pinned(chat: ChatId): Promise<MessageView[]> {
    const range = IDBKeyRange.bound([chat, 'pin', 0], [chat, 'pin', Number.MAX_SAFE_INTEGER])
    const pins = await this.#deps.db.getAllFromIndex('messages', 'byFlag', range)
    // The newest word about a message counts, and gives it its place.
    const newest = new Map<MsgId, number>()
    for (const pin of pins.filter(isGenuine)) {
      if (pin.target === undefined) continue
      newest.delete(pin.target)
      newest.set(pin.target, pin.seq)
    }
    const rows = await Promise.all([...newest.keys()].map((id) => this.row(chat, id)))
    const views = shownOf(
      await this.of(
        chat,
        rows.filter((row) => row !== undefined),
      ),
    )
    return views.filter(({ pinned }) => pinned)
  }

  /** Whether an unread message calls me: by what is here, else by the server's word (R15). */
  async callsMe({ id, ownRead, mentionSeq, have }: ChatRow): Promise<boolean> {
    const range = IDBKeyRange.bound([id, 'calls', ownRead], [id, 'calls', PENDING], true, true)
    const rows = (await this.#deps.db.getAllFromIndex('messages', 'byFlag', range)).filter(isMessage)
    const seen = shownOf(await this.of(id, rows))
    return seen.some((view) => view.callsMe) || (mentionSeq > ownRead && !hasPosition(have, mentionSeq))
  }

  /** Some messages below a place, newest first. */
  async #below(chat: ChatId, from: number): Promise<MessageRow[]> {
    const rows: MessageRow[] = []
    const range = IDBKeyRange.bound([chat, 0], [chat, from], false, true)
    let cursor = await this.#deps.db.transaction('messages').store.openCursor(range, 'prev')
    while (cursor !== null && rows.length < LOOK) {
      const parsed = messageRow.safeParse(cursor.value)
      if (parsed.success && isMessage(parsed.data)) rows.push(parsed.data)
      cursor = await cursor.continue()
    }
    return rows
  }

  /** A message wherever it stands, by its id; undefined when it isn't here. */
  async row(chat: ChatId, id: MsgId): Promise<MessageRow | undefined> {
    return firstOf(await this.#deps.db.getAllFromIndex('messages', 'byId', [chat, id]))
  }

  /** The message and what counts about it. */
  async about(row: MessageRow): Promise<Annotations> {
    const [notes] = await this.#gather(row.chat, [row], await this.#deps.personal(row.chat))
    return notes ?? judge(row, [])
  }

  #belongs(row: MessageRow, { clearedTo, ids }: Hidden): boolean {
    if (row.hidden === true || !isMessage(row) || row.seq <= clearedTo) return false
    // What waits for its time stands in a list of its own.
    if (row.sendAt !== undefined && isWaiting(row)) return false
    if (row.id !== undefined && ids.has(row.id)) return false
    return row.expiresAt === undefined || row.expiresAt > this.#deps.now()
  }

  async #gather(chat: ChatId, rows: readonly MessageRow[], personal: Hidden): Promise<Annotations[]> {
    const about = await Promise.all(
      rows.map(async ({ id }) =>
        id === undefined ? [] : this.#deps.db.getAllFromIndex('messages', 'byTarget', [chat, id]),
      ),
    )
    return rows.map((row, i) => {
      const notes = judge(row, about[i] ?? [])
      return { ...notes, answers: notes.answers.filter((answer) => this.#belongs(answer, personal)) }
    })
  }

  async #view(row: MessageRow, notes: Annotations, quotes: ReadonlyMap<MsgId, QuoteView>): Promise<Seen> {
    const { self, bodies, now } = this.#deps
    if (notes.deletion !== undefined) return { ...emptyView(row, self), deleted: notes.deletion }
    if (row.erased === true || row.problem === 'removed' || notes.lost)
      return { ...emptyView(row, self), problem: 'removed' }
    if (row.problem !== undefined) return { ...emptyView(row, self), problem: row.problem }
    const own = await bodies.open(row)
    if (own === null) return row.body === undefined ? { ...emptyView(row, self), problem: 'removed' } : 'damaged'
    const latest = notes.edits.at(-1)
    const [edit, reactions, pin, votes, close] = await Promise.all([
      latest === undefined ? null : this.#open(latest),
      this.#openAll(notes.reactions),
      notes.pin === undefined ? null : this.#open(notes.pin),
      this.#openAll(notes.votes),
      notes.close === undefined ? null : this.#open(notes.close),
    ])
    const quote = row.replyTo === undefined ? undefined : quotes.get(row.replyTo)
    const anonymous = own.options.poll?.key !== undefined
    const ownVote = anonymous && row.id !== undefined ? await this.#deps.ownVote(row.id) : []
    const { answers } = notes
    const onTheirWay = await this.#deps.onTheirWay(row)
    const { gone } = this.#deps
    const parts = { row, own, edit, reactions, pin, votes, close, answers, quote, ownVote, onTheirWay, gone }
    return buildView(parts, self, now())
  }

  async #open(row: MessageRow): Promise<Opened | null> {
    const content = await this.#deps.bodies.open(row)
    return content === null ? null : { row, content }
  }

  async #openAll(rows: readonly MessageRow[]): Promise<Opened[]> {
    return (await Promise.all(rows.map((row) => this.#open(row)))).filter((opened) => opened !== null)
  }

  /** What the rows answer: the text as it is now, or that it is gone. */
  async #quotes(chat: ChatId, rows: readonly MessageRow[]): Promise<Map<MsgId, QuoteView>> {
    const wanted = [...new Set(rows.flatMap((row) => row.replyTo ?? []))]
    const quotes = new Map<MsgId, QuoteView>()
    if (wanted.length === 0) return quotes
    const { db } = this.#deps
    const found = await Promise.all(
      wanted.map(async (id) => {
        const [rowsOfId, about] = await Promise.all([
          db.getAllFromIndex('messages', 'byId', [chat, id]),
          db.getAllFromIndex('messages', 'byTarget', [chat, id]),
        ])
        return { id, row: firstOf(rowsOfId), about }
      }),
    )
    await Promise.all(found.map(async ({ id, row, about }) => quotes.set(id, await this.#quote(id, row, about))))
    return quotes
  }

  async #quote(id: MsgId, row: MessageRow | undefined, about: MessageRow[]): Promise<QuoteView> {
    if (row === undefined || !isMessage(row)) return { id, text: '', missing: 'unknown' }
    const { deletion, edits, lost } = judge(row, about)
    const over = row.expiresAt !== undefined && row.expiresAt <= this.#deps.now()
    const where = {
      ...(row.sender === undefined ? {} : { sender: row.sender }),
      ...(isInLog(row) ? { seq: row.seq } : {}),
    }
    if (deletion !== undefined || row.erased === true || over) return { id, ...where, text: '', missing: 'deleted' }
    const { bodies } = this.#deps
    const own = lost ? null : await bodies.open(row)
    const latest = edits.at(-1)
    const content = own && latest !== undefined ? await bodies.open(latest) : own
    if (own === null || content === null) return { id, ...where, text: '', missing: 'unknown' }
    const files = own.options.attachments?.map((attachment) => viewAttachment(attachment))
    return { id, ...where, text: shorten(content.text), ...(files === undefined ? {} : { files }) }
  }
}

/** The part of a text that a quote shows. */
const QUOTE = 240

function shorten(text: string): string {
  // Never half of a pair.
  return text.length <= QUOTE
    ? text
    : `${text
        .slice(0, QUOTE)
        .toWellFormed()
        .replace(/\uFFFD$/u, '')}…`
}

function isInLog(row: MessageRow): boolean {
  return row.state === 'sent'
}

function firstOf(rows: readonly MessageRow[]): MessageRow | undefined {
  const live = rows.filter((row) => row.hidden !== true && messageRow.safeParse(row).success)
  return live.sort((a, b) => a.seq - b.seq)[0]
}

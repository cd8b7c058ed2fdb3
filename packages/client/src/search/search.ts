import type { ChatId } from '@soroka/protocol'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { type MessageRow, messageRow } from '../indexeddb/rows.ts'
import type { MessageViews } from '../messages/message-views.ts'
import type { SearchAnswer, SearchHit } from '../types.ts'
import type { Answer, Found, Question } from './find.ts'
import { hasPhrase, rangesIn } from './highlight.ts'
import type { Names } from './names.ts'
import { dayOf, parseQuery, type Query, thingOf } from './query.ts'

interface Deps {
  db: AccountDb
  messages: MessageViews
  names: Names
  /** Asks the index, which lives in the tab that leads. */
  find(question: Question): Promise<Answer>
  /** A hit that nobody may see any more: the index has missed something. */
  stale(chat: ChatId, seq: number): void
}

/** Of the newest hits so many are looked at for the whole phrase: those that have it come first. */
const PHRASE = 100
const MOST = 100
const NAMES = 20

/** Chats, people and messages for what somebody typed. */
export class Search {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async query(text: string, input: { chat?: ChatId; limit: number; offset?: number }): Promise<SearchAnswer> {
    const query = parseQuery(text)
    const [limit, offset] = [clamp(input.limit, 1, MOST), clamp(input.offset ?? 0, 0, 1_000_000)]
    const [named, messages] = await Promise.all([
      this.#named(query, input.chat, offset),
      this.#messages(query, input.chat, limit, offset),
    ])
    return { ...named, ...messages, filters: query.filters }
  }

  async #named(
    query: Query,
    chat: ChatId | undefined,
    offset: number,
  ): Promise<Pick<SearchAnswer, 'chats' | 'people'>> {
    if (chat !== undefined || offset > 0 || query.filters.length > 0 || query.words.length === 0)
      return { chats: [], people: [] }
    const { names } = this.#deps
    const [chats, people] = await Promise.all([names.chats(query.words), names.people(query.words)])
    return { chats: chats.slice(0, NAMES), people: people.slice(0, NAMES) }
  }

  async #messages(query: Query, chat: ChatId | undefined, limit: number, offset: number) {
    if (query.words.length === 0 && query.filters.length === 0) return { hits: [], more: false }
    const ranked = query.words.length > 1 && offset < PHRASE
    const question = await this.#question(query, chat, ranked ? Math.max(PHRASE, offset + limit) : offset + limit)
    const { found, total, meant } = await this.#deps.find(question)
    const ordered = ranked ? await this.#phraseFirst(found, query) : found
    const page = ordered.slice(offset, offset + limit)
    return { hits: await this.#hits(page, query, meant), more: total > offset + limit }
  }

  async #question({ words, open, filters }: Query, chat: ChatId | undefined, most: number): Promise<Question> {
    const { names } = this.#deps
    const question: Question = { words, open, has: [], most }
    if (chat !== undefined) question.chats = [chat]
    for (const { name, value } of filters) {
      const thing = thingOf(value)
      const day = dayOf(value)
      if (name === 'from') question.senders = both(question.senders, await names.senders(value))
      if (name === 'in') question.chats = both(question.chats, await names.places(value))
      if (name === 'has' && thing !== undefined) question.has.push(thing)
      if (name === 'before' && day !== null) question.before = Math.min(question.before ?? day, day)
      if (name === 'after' && day !== null) question.after = Math.max(question.after ?? day, day)
    }
    return question
  }

  async #phraseFirst(found: readonly Found[], { words, open }: Query): Promise<Found[]> {
    const newest = found.slice(0, PHRASE)
    const views = await this.#views(newest)
    const has = newest.map((_, i) => hasPhrase(views[i]?.text ?? '', words, open))
    return [
      ...newest.filter((_, i) => has[i] === true),
      ...newest.filter((_, i) => has[i] !== true),
      ...found.slice(PHRASE),
    ]
  }

  async #hits(page: readonly Found[], { words, open }: Query, meant: readonly string[][]): Promise<SearchHit[]> {
    const views = await this.#views(page)
    return views.flatMap((message) =>
      message === null ? [] : [{ message, ranges: rangesIn(message.text, words, open, meant) }],
    )
  }

  /** As the screens show them. What was deleted or hidden a moment ago is no hit, whatever the index still says. */
  async #views(found: readonly Found[]) {
    const store = this.#deps.db.transaction('messages').store
    const rows = await Promise.all(found.map(async ({ chat, seq }) => store.get([chat as ChatId, seq])))
    const byChat = new Map<ChatId, MessageRow[]>()
    for (const row of rows) {
      if (row === undefined || !messageRow.safeParse(row).success) continue
      const list = byChat.get(row.chat) ?? []
      list.push(row)
      byChat.set(row.chat, list)
    }
    const views = new Map<string, SearchHit['message']>()
    for (const [chat, list] of byChat) {
      const seen = await this.#deps.messages.of(chat, list)
      for (const view of seen)
        if (view !== null && view !== 'damaged' && view.deleted === undefined && view.problem === undefined)
          views.set(`${chat} ${view.seq}`, view)
    }
    return found.map(({ chat, seq }) => {
      const view = views.get(`${chat} ${seq}`)
      if (view === undefined) this.#deps.stale(chat as ChatId, seq)
      return view ?? null
    })
  }
}

function both<T>(a: readonly T[] | undefined, b: readonly T[]): T[] {
  return a === undefined ? [...b] : b.filter((item) => a.includes(item))
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.trunc(value)))
}

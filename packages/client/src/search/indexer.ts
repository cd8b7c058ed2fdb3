import type { ChatId } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import type { Fence } from '../indexeddb/fence.ts'
import { highestGap, type Ranges } from '../indexeddb/ranges.ts'
import type { ChatRow, MessageRow } from '../indexeddb/rows.ts'
import type { MessageRef } from '../messages/affected.ts'
import type { MessageView } from '../types.ts'
import type { Hidden } from '../vault/chat-flags.ts'
import { Lanes } from '../sync/lanes.ts'
import type { Answer, Question } from './find.ts'
import type { DocReader } from './read-docs.ts'
import { SearchIndex, TAIL } from './search-index.ts'
import type { SearchStore } from './search-store.ts'

interface Deps {
  db: AccountDb
  fence: Fence
  store: SearchStore
  reader: DocReader
  /** All of the chat is here that is to be had. */
  exhausted(chat: ChatId): boolean
  /** This tab leads and the session lasts. */
  alive(): boolean
  /** Somebody waits for what the database does now: going through the log can wait. */
  busy(): boolean
  progress(now: { indexed: number; total: number }): void
  failed(error: unknown): void
}

/** Rows of one step: a few milliseconds of work. */
const STEP = 64
/** After the last change, until it is on the disk; what is lost with a crash is indexed again. */
const REST = 3_000
/** What was changed or deleted goes from the disk sooner. */
const SOON = 300
const TELL = 500
/** At the start the screen's own first questions go before. */
const GRACE = 500

/**
 * Keeps the index in the tab that leads: loads it, goes through the log when nothing else is to do, and follows what
 * changes. Between two small steps everything else has its turn.
 */
export class Indexer {
  readonly #deps: Deps
  readonly #touched = new Map<ChatId, Set<MessageRef>>()
  readonly #writing = new Lanes()
  #index: SearchIndex | undefined
  #loading: Promise<SearchIndex> | undefined
  #running = false
  #again = false
  /** Chats in whose log something may stand that is not indexed; all of them at the beginning. */
  readonly #grown = new Set<ChatId>()
  #all = false
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Runs between the start and the first look. */
  #grace: ReturnType<typeof setTimeout> | undefined
  #told = { indexed: -1, total: -1, at: 0 }

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** This tab leads now; another one may have gone on with the index before. */
  start(): void {
    this.#index = undefined
    this.#loading = undefined
    this.#all = true
    this.#grace = setTimeout(() => {
      this.#grace = undefined
      this.kick()
    }, GRACE)
  }

  stop(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#grace)
    this.#grace = undefined
  }

  /** Something may be there to index. */
  kick(): void {
    this.#again = true
    if (!this.#deps.alive() || this.#deps.busy() || this.#running || this.#grace !== undefined) return
    this.#running = true
    void this.#run().finally(() => {
      this.#running = false
      if (this.#again) this.kick()
    })
  }

  /** Rows came into the log. New stretches are found by themselves. */
  applied(chat: ChatId, rows: readonly MessageRow[]): void {
    const refs: MessageRef[] = []
    for (const { seq, target, kind } of rows) {
      if (this.#index?.covers(chat, seq) !== false) refs.push(seq)
      if (target !== undefined && (kind === KIND.edit || kind === KIND.delete)) refs.push(target)
    }
    this.touch(chat, refs)
  }

  /** These are others now, or gone. */
  touch(chat: ChatId, refs: Iterable<MessageRef>): void {
    const set = this.#touched.get(chat) ?? new Set<MessageRef>()
    for (const ref of refs) set.add(ref)
    if (set.size > 0) this.#touched.set(chat, set)
    this.#grown.add(chat)
    this.kick()
  }

  /** The screens were told of these: some are gone for everybody. */
  noticed(chat: ChatId, refs: ReadonlySet<MessageRef>, seen: { upserts: MessageView[]; removed: string[] }): void {
    const gone = seen.upserts.filter(({ deleted, problem }) => deleted !== undefined || problem !== undefined)
    if (seen.removed.length > 0) this.touch(chat, refs)
    else if (gone.length > 0)
      this.touch(
        chat,
        gone.flatMap(({ seq }) => seq ?? []),
      )
  }

  /** What I deleted for myself is not found either. */
  hide(chat: ChatId, gone: Hidden): void {
    if (gone.clearedTo > 0) this.#index?.removeWhere((of, seq) => of === chat && seq <= gone.clearedTo)
    this.touch(chat, gone.ids)
  }

  /** What is indexed by now. */
  async find(question: Question): Promise<Answer> {
    const index = await this.#load()
    await this.#follow(index)
    return index.find(question)
  }

  async progress(): Promise<{ indexed: number; total: number }> {
    const index = await this.#load()
    let [indexed, total] = [0, 0]
    for (const chat of await this.#chats()) {
      total += this.#deps.exhausted(chat.id) ? sizeOf(chat.have) : (chat.leftSeq ?? chat.lastSeq)
      indexed += sizeOf(
        index.coveredOf(chat.id).map(([from, to]): [number, number] => [from, Math.min(to, chat.lastSeq)]),
      )
    }
    return { indexed: Math.min(indexed, total), total }
  }

  /** Writes what is not on the disk yet. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    return this.#writing.run('flush', () => this.#flush())
  }

  async #flush(): Promise<void> {
    const index = this.#index
    if (index?.changed !== true || !this.#deps.alive()) return
    const { fresh, state } = await index.settle(breathe)
    await this.#deps.store.save(this.#deps.fence, fresh, state)
    index.saved(fresh)
  }

  #load(): Promise<SearchIndex> {
    this.#loading ??= this.#read().catch((error: unknown) => {
      this.#loading = undefined
      throw error
    })
    return this.#loading
  }

  async #read(): Promise<SearchIndex> {
    const index = new SearchIndex()
    const stored = await this.#deps.store.load(breathe)
    if (stored !== null) index.restore(stored.segments, stored.state)
    index.keepChats(new Set((await this.#chats()).map(({ id }) => id)))
    this.#index = index
    return index
  }

  async #run(): Promise<void> {
    this.#again = false
    try {
      const index = await this.#load()
      await this.#follow(index)
      const all = this.#all
      const chats = all ? (await this.#chats()).map(({ id }) => id) : [...this.#grown]
      this.#all = false
      this.#grown.clear()
      for (const id of chats) while (this.#deps.alive() && (await this.#step(index, id))) await breathe()
      await this.#tell(all)
    } catch (error) {
      this.#deps.failed(error)
    }
  }

  /** One stretch of a chat, the newest that is not indexed. @returns whether there was one */
  async #step(index: SearchIndex, id: ChatId): Promise<boolean> {
    const chat = parseChat(await this.#deps.db.get('chats', id))
    const gap = chat === null ? null : highestMissing(chat.have, index.coveredOf(id))
    if (gap === null) return false
    const from = Math.max(gap[0], gap[1] - STEP + 1)
    index.cover(id, from, gap[1], await this.#deps.reader.stretch(id, from, gap[1]))
    await this.#follow(index)
    await this.#keep(index)
    await this.#tell(false)
    return true
  }

  /** What changed since comes first: what is deleted must not be found. */
  async #follow(index: SearchIndex): Promise<void> {
    while (this.#touched.size > 0 && this.#deps.alive()) {
      const changed = [...this.#touched]
      this.#touched.clear()
      for (const [chat, refs] of changed)
        for (const ref of refs)
          for (const { seq, doc } of await this.#deps.reader.current(chat, ref)) {
            if (doc === null) index.remove(chat, seq)
            else index.put(doc)
          }
      await this.#keep(index, SOON)
    }
  }

  async #keep(index: SearchIndex, rest = REST): Promise<void> {
    if (index.tailSize >= TAIL) await this.flush()
    if (!index.changed) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush().catch((error: unknown) => this.#deps.failed(error)), rest)
  }

  async #tell(last: boolean): Promise<void> {
    if (!last && Date.now() - this.#told.at < TELL) return
    const now = await this.progress()
    if (now.indexed === this.#told.indexed && now.total === this.#told.total) return
    this.#told = { ...now, at: Date.now() }
    this.#deps.progress(now)
  }

  /** Those with the newest words first. */
  async #chats(): Promise<ChatRow[]> {
    const rows = (await this.#deps.db.getAll('chats')).map(parseChat).filter((row) => row !== null)
    return rows.sort((a, b) => b.lastAt - a.lastAt)
  }
}

function sizeOf(ranges: Ranges): number {
  return ranges.reduce((sum, [from, to]) => sum + Math.max(0, to - from + 1), 0)
}

/** The highest stretch that is here and not covered. */
function highestMissing(have: Ranges, covered: Ranges): [number, number] | null {
  for (const [from, to] of have.toReversed()) {
    const gap = highestGap(covered, to)
    if (gap !== null && gap[1] >= from) return [Math.max(gap[0], from), gap[1]]
  }
  return null
}

/** Whatever waits has its turn. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

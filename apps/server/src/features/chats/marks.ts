import type { DownFrame } from '@soroka/protocol/frames'
import { chatTopic, userTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import { SMALL_CHAT } from './heads-repo.ts'
import { raiseMarks } from './marks-repo.ts'
import type { Mark, RisenMark } from './marks-repo.ts'
import type { Queries } from './queries.ts'
import { ReadCounts } from './read-counts.ts'

/** Statements are this far apart; whatever is said in between becomes one (R17). */
const BATCH_MS = 1000
/** Marks of one statement, and what is kept while the database is away; the devices say it again anyway. */
const MAX_BATCH = 2000
const MAX_WAITING = 50_000

export interface MarksOptions {
  readonly sql: Queries
  readonly bus: Bus
  readonly onError: (error: unknown) => void
  readonly batchMs?: number
}

/** Collects marks, stores the highest of each once a second, and tells those who show them. */
export class Marks {
  readonly #options: MarksOptions
  readonly #counts: ReadCounts
  readonly #batchMs: number
  readonly #waiting = new Map<string, Mark>()
  #timer: NodeJS.Timeout | undefined
  #flushedAt = -Infinity
  #flushing: Promise<void> = Promise.resolve()

  constructor(options: MarksOptions) {
    this.#options = options
    this.#counts = new ReadCounts(options)
    this.#batchMs = options.batchMs ?? BATCH_MS
  }

  /** The first after a quiet second goes at once, so that an open chat shows two marks without delay. */
  add(mark: Mark): void {
    const key = mark.chat + mark.user
    const before = this.#waiting.get(key)
    if (before === undefined && this.#waiting.size >= MAX_WAITING) return
    this.#waiting.set(key, {
      ...mark,
      delivered: Math.max(mark.delivered, before?.delivered ?? 0),
      read: Math.max(mark.read, before?.read ?? 0),
    })
    if (this.#timer !== undefined) return
    const rest = Math.max(0, this.#batchMs - (performance.now() - this.#flushedAt))
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#flushing = this.#flush()
    }, rest)
  }

  /** Stores what waits; for the end of the process. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#flushing
    for (let before = Infinity; this.#waiting.size > 0 && this.#waiting.size < before;) {
      before = this.#waiting.size
      await this.#flush()
    }
    await this.#counts.close()
  }

  async #flush(): Promise<void> {
    this.#flushedAt = performance.now()
    const batch = [...this.#waiting.entries()].slice(0, MAX_BATCH)
    for (const [key] of batch) this.#waiting.delete(key)
    try {
      const risen = await raiseMarks(
        this.#options.sql,
        batch.map(([, mark]) => mark),
        Date.now(),
      )
      for (const mark of risen) this.#publish(mark)
    } catch (error) {
      this.#options.onError(error)
      for (const [, mark] of batch) this.add(mark)
    }
    const [next] = this.#waiting.values()
    if (next !== undefined) this.add(next)
  }

  /** The others of a small chat see both marks, as far as privacy goes; in a large one only the person's own devices do. */
  #publish(mark: RisenMark): void {
    const { bus } = this.#options
    const { chat, user, delivered, read, readCount } = mark
    const marked: DownFrame = { t: 'chat.marked', chat, user, delivered, read }
    if (mark.members > SMALL_CHAT) this.#counts.note(chat)
    else if (!mark.request) this.#publishToOthers(mark)
    bus.publish(userTopic(user), { frame: JSON.stringify({ ...marked, readCount } satisfies DownFrame) })
  }

  /** Who hides what he read shows only that it arrived, and sees no more of the others. */
  #publishToOthers({ chat, user, delivered, read, receipts, readers }: RisenMark): void {
    const { bus } = this.#options
    const marked: DownFrame = { t: 'chat.marked', chat, user, delivered, read }
    const arrived: DownFrame = { ...marked, read: 0 }
    const isOpen = receipts && readers === null
    bus.publish(chatTopic(chat), { frame: JSON.stringify(isOpen ? marked : arrived), skip: user })
    if (receipts) for (const reader of readers ?? []) bus.publish(userTopic(reader), { frame: JSON.stringify(marked) })
  }
}

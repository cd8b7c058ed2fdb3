import type { ChatId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { userTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import { countReaders } from './read-counts-repo.ts'
import type { Queries } from './queries.ts'

/** Each chat is counted at most once in this time (R17). */
const EVERY_MS = 2000

export interface ReadCountsOptions {
  readonly sql: Queries
  readonly bus: Bus
  readonly onError: (error: unknown) => void
  readonly everyMs?: number
}

/** In large chats, where marks are not told one by one: says to the latest senders how many have read what they sent. */
export class ReadCounts {
  readonly #options: ReadCountsOptions
  readonly #changed = new Set<ChatId>()
  #timer: NodeJS.Timeout | undefined
  #counting: Promise<void> = Promise.resolve()

  constructor(options: ReadCountsOptions) {
    this.#options = options
  }

  /** A read mark rose in this chat. */
  note(chat: ChatId): void {
    this.#changed.add(chat)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#counting = this.#counting.then(() => this.#count()).catch(this.#options.onError)
    }, this.#options.everyMs ?? EVERY_MS).unref()
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#counting
  }

  async #count(): Promise<void> {
    const { sql, bus } = this.#options
    const chats = [...this.#changed]
    this.#changed.clear()
    for (const chat of chats)
      for (const { sender, upTo, readers } of await countReaders(sql, chat)) {
        const frame: DownFrame = { t: 'chat.read', chat, upTo, readers }
        bus.publish(userTopic(sender), { frame: JSON.stringify(frame) })
      }
  }
}

import type { ChatId } from '@soroka/protocol'
import type { Connection } from '../socket/connection.ts'

/** A device reports a chat's marks at most once a second (R17). */
const EVERY = 1_000

interface Mark {
  delivered: number
  read: number
}

/** Sends my high-water marks: the first at once, later ones gathered. Kept until a connection takes them. */
export class Marks {
  readonly #connection: Pick<Connection, 'post'>
  readonly #pending = new Map<ChatId, Mark>()
  readonly #resting = new Map<ChatId, ReturnType<typeof setTimeout>>()

  constructor(connection: Pick<Connection, 'post'>) {
    this.#connection = connection
  }

  report(chat: ChatId, mark: Partial<Mark>): void {
    const before = this.#pending.get(chat) ?? { delivered: 0, read: 0 }
    this.#pending.set(chat, {
      delivered: Math.max(before.delivered, mark.delivered ?? 0),
      read: Math.max(before.read, mark.read ?? 0),
    })
    if (!this.#resting.has(chat)) this.#flush(chat)
  }

  /** The connection is back. */
  flushAll(): void {
    for (const chat of this.#pending.keys()) if (!this.#resting.has(chat)) this.#flush(chat)
  }

  stop(): void {
    for (const timer of this.#resting.values()) clearTimeout(timer)
    this.#resting.clear()
  }

  #flush(chat: ChatId): void {
    const mark = this.#pending.get(chat)
    if (mark === undefined) return
    const sent = this.#connection.post({
      t: 'chat.mark',
      chat,
      ...(mark.delivered > 0 ? { delivered: mark.delivered } : {}),
      ...(mark.read > 0 ? { read: mark.read } : {}),
    })
    if (!sent) return
    this.#pending.delete(chat)
    this.#resting.set(
      chat,
      setTimeout(() => {
        this.#resting.delete(chat)
        this.#flush(chat)
      }, EVERY),
    )
  }
}

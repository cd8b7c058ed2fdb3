import type { ChatId } from '@soroka/protocol'
import type { Connection } from '../websocket/connection.ts'

/** A device reports a chat's marks at most once a second (R17). */
const EVERY = 1_000

interface Mark {
  delivered: number
  read: number
}

/** Sends my high-water marks: the first at once, later ones gathered; again after a reconnect until the server has them. */
export class Marks {
  readonly #connection: Pick<Connection, 'post'>
  readonly #pending = new Map<ChatId, Mark>()
  readonly #sent = new Map<ChatId, Mark>()
  readonly #resting = new Map<ChatId, ReturnType<typeof setTimeout>>()

  constructor(connection: Pick<Connection, 'post'>) {
    this.#connection = connection
  }

  report(chat: ChatId, mark: Partial<Mark>): void {
    const { delivered = 0, read = 0 } = mark
    const sent = this.#sent.get(chat)
    if (sent !== undefined && delivered <= sent.delivered && read <= sent.read) return
    this.#pending.set(chat, higher(this.#pending.get(chat), { delivered, read }))
    if (!this.#resting.has(chat)) this.#flush(chat)
  }

  /** The connection is back: what went over the old one may have been lost. */
  flushAll(): void {
    for (const [chat, mark] of this.#sent) this.#pending.set(chat, higher(this.#pending.get(chat), mark))
    this.#sent.clear()
    for (const chat of this.#pending.keys()) if (!this.#resting.has(chat)) this.#flush(chat)
  }

  stop(): void {
    for (const timer of this.#resting.values()) clearTimeout(timer)
    this.#resting.clear()
  }

  #flush(chat: ChatId): void {
    const mark = this.#pending.get(chat)
    if (mark === undefined) return
    const { delivered, read } = mark
    const raised = { ...(delivered > 0 ? { delivered } : {}), ...(read > 0 ? { read } : {}) }
    if (!this.#connection.post({ t: 'chat.mark', chat, ...raised })) return
    this.#pending.delete(chat)
    this.#sent.set(chat, higher(this.#sent.get(chat), mark))
    this.#resting.set(
      chat,
      setTimeout(() => {
        this.#resting.delete(chat)
        this.#flush(chat)
      }, EVERY),
    )
  }
}

function higher(a: Mark | undefined, b: Mark): Mark {
  return { delivered: Math.max(a?.delivered ?? 0, b.delivered), read: Math.max(a?.read ?? 0, b.read) }
}

import type { ChatId, UserId } from '@soroka/protocol'
import type { ChatView, ClientEvent, MessageView, PersonView } from '../types.ts'

interface Options {
  /** To this tab's listeners. */
  emit(event: ClientEvent): void
  /** To the other tabs. */
  broadcast(event: ClientEvent): void
  viewChat(chat: ChatId): Promise<ChatView | null>
}

const DELAY = 8

/** Gathers what changed and tells it in few events: a chat that changed ten times at once is told once. */
export class EventHub {
  readonly #options: Options
  readonly #chats = new Set<ChatId>()
  readonly #removed = new Set<ChatId>()
  readonly #messages = new Map<ChatId, Map<string, MessageView | null>>()
  readonly #people = new Map<UserId, PersonView>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #flushing: Promise<void> = Promise.resolve()
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  chat(id: ChatId): void {
    this.#chats.add(id)
    this.#schedule()
  }

  chatRemoved(id: ChatId): void {
    this.#removed.add(id)
    this.#schedule()
  }

  message(view: MessageView): void {
    this.#entry(view.chat).set(view.key, view)
    this.#schedule()
  }

  messageRemoved(chat: ChatId, key: string): void {
    this.#entry(chat).set(key, null)
    this.#schedule()
  }

  person(view: PersonView): void {
    this.#people.set(view.id, view)
    this.#schedule()
  }

  /** At once, without gathering. */
  tell(event: ClientEvent): void {
    if (this.#closed) return
    this.#options.emit(event)
    this.#options.broadcast(event)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #entry(chat: ChatId): Map<string, MessageView | null> {
    const entry = this.#messages.get(chat) ?? new Map<string, MessageView | null>()
    this.#messages.set(chat, entry)
    return entry
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#closed) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#flushing = this.#flushing.then(() => this.#flush())
    }, DELAY)
  }

  async #flush(): Promise<void> {
    const people = [...this.#people.values()]
    const messages = [...this.#messages]
    const chats = [...this.#chats]
    const gone = [...this.#removed]
    this.#people.clear()
    this.#messages.clear()
    this.#chats.clear()
    this.#removed.clear()
    if (people.length > 0) this.tell({ type: 'people', upserts: people })
    for (const [chat, changed] of messages) {
      const upserts = [...changed.values()].filter((view) => view !== null).sort(bySeq)
      const removed = [...changed].filter(([, view]) => view === null).map(([key]) => key)
      this.tell({ type: 'messages', chat, upserts, removed })
    }
    if (chats.length === 0 && gone.length === 0) return
    const upserts = (await Promise.all(chats.map((chat) => this.#view(chat)))).filter((view) => view !== null)
    // What went and came again between two events is there.
    const removed = gone.filter((chat) => upserts.every(({ id }) => id !== chat))
    if (upserts.length > 0 || removed.length > 0) this.tell({ type: 'chats', upserts, removed })
  }

  async #view(chat: ChatId): Promise<ChatView | null> {
    try {
      return await this.#options.viewChat(chat)
    } catch (error) {
      // The database closes under us when the session ends: then there is nobody to tell.
      if (error instanceof DOMException) return null
      throw error
    }
  }
}

function bySeq(a: MessageView, b: MessageView): number {
  return (a.seq ?? Number.MAX_SAFE_INTEGER) - (b.seq ?? Number.MAX_SAFE_INTEGER) || a.at - b.at
}

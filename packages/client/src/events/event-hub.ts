import type { ChatId, ErrorCode, MsgId, UserId } from '@soroka/protocol'
import type { MessageRef } from '../messages/affected.ts'
import type { ChatView, ClientEvent, MessageView, PersonView } from '../types.ts'

interface Options {
  /** To this tab's listeners. */
  emit(event: ClientEvent): void
  /** To the other tabs. */
  broadcast(event: ClientEvent): void
  viewChat(chat: ChatId): Promise<ChatView | null>
  /** The messages as they are now, and the keys of those that are not shown (any more). */
  viewMessages(chat: ChatId, refs: ReadonlySet<MessageRef>): Promise<{ upserts: MessageView[]; removed: string[] }>
}

const DELAY = 8

/** Gathers what changed and tells it in few events: a chat that changed ten times at once is told once. */
export class EventHub {
  readonly #options: Options
  readonly #chats = new Set<ChatId>()
  readonly #removed = new Set<ChatId>()
  readonly #messages = new Map<ChatId, Changed>()
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

  /** These look different now. They are read when it is told: the last look holds. */
  messages(chat: ChatId, refs: Iterable<MessageRef>): void {
    const changed = this.#entry(chat)
    for (const ref of refs) changed.refs.add(ref)
    this.#schedule()
  }

  /** What I did to a message was refused: it looks as before, and says why, once. */
  messageRefused(chat: ChatId, id: MsgId, code: ErrorCode): void {
    this.#entry(chat).failures.set(id, code)
    this.messages(chat, [id])
  }

  messageRemoved(chat: ChatId, key: string): void {
    this.#entry(chat).gone.add(key)
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

  #entry(chat: ChatId): Changed {
    const entry = this.#messages.get(chat) ?? { refs: new Set(), gone: new Set(), failures: new Map() }
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
    const looks = await Promise.all(messages.map(([chat, changed]) => this.#look(chat, changed)))
    for (const event of looks) if (event !== null) this.tell(event)
    if (chats.length === 0 && gone.length === 0) return
    const upserts = (await Promise.all(chats.map((chat) => this.#view(chat)))).filter((view) => view !== null)
    // What went and came again between two events is there.
    const removed = gone.filter((chat) => upserts.every(({ id }) => id !== chat))
    if (upserts.length > 0 || removed.length > 0) this.tell({ type: 'chats', upserts, removed })
  }

  async #look(chat: ChatId, { refs, gone, failures }: Changed): Promise<ClientEvent | null> {
    const seen = await unlessClosed(this.#options.viewMessages(chat, refs))
    if (seen === null) return null
    const upserts = seen.upserts.map((view) => {
      const failure = failures.get(view.id)
      return failure === undefined ? view : { ...view, failure }
    })
    const shown = new Set(upserts.map(({ key }) => key))
    const removed = [...seen.removed, ...gone].filter((key) => !shown.has(key))
    if (upserts.length === 0 && removed.length === 0) return null
    return { type: 'messages', chat, upserts: upserts.sort(bySeq), removed }
  }

  #view(chat: ChatId): Promise<ChatView | null> {
    return unlessClosed(this.#options.viewChat(chat))
  }
}

interface Changed {
  refs: Set<MessageRef>
  gone: Set<string>
  failures: Map<MsgId, ErrorCode>
}

/** The database closes under us when the session ends: then there is nobody to tell. */
async function unlessClosed<T>(look: Promise<T>): Promise<T | null> {
  try {
    return await look
  } catch (error) {
    if (error instanceof DOMException) return null
    throw error
  }
}

function bySeq(a: MessageView, b: MessageView): number {
  return (a.seq ?? Number.MAX_SAFE_INTEGER) - (b.seq ?? Number.MAX_SAFE_INTEGER) || a.at - b.at
}

import type { ChatId, UserId } from '@soroka/protocol'
import type { EventHub } from '../events/event-hub.ts'
import type { Connection } from '../websocket/connection.ts'

const SHOWN = 6_000
/** One frame while somebody keeps typing is enough for the other side's 6 s. */
const REPEAT = 3_000

/** Who types where, in both directions. Nothing of it is stored. */
export class Typing {
  readonly #hub: EventHub
  readonly #connection: Pick<Connection, 'post'>
  readonly #now: () => number
  readonly #theirs = new Map<ChatId, Map<UserId, ReturnType<typeof setTimeout>>>()
  readonly #mine = new Map<ChatId, number>()

  constructor(hub: EventHub, connection: Pick<Connection, 'post'>, now: () => number) {
    this.#hub = hub
    this.#connection = connection
    this.#now = now
  }

  start(chat: ChatId): void {
    const last = this.#mine.get(chat) ?? 0
    if (this.#now() - last < REPEAT) return
    if (this.#connection.post({ t: 'typing.start', chat })) this.#mine.set(chat, this.#now())
  }

  /** My message went out: the next keystroke is news again. */
  sent(chat: ChatId): void {
    this.#mine.delete(chat)
  }

  heard(chat: ChatId, user: UserId): void {
    const users = this.#theirs.get(chat) ?? new Map<UserId, ReturnType<typeof setTimeout>>()
    this.#theirs.set(chat, users)
    clearTimeout(users.get(user))
    users.set(
      user,
      setTimeout(() => this.ended(chat, user), SHOWN),
    )
    this.#tell(chat, users)
  }

  /** His message came, or six seconds went by. */
  ended(chat: ChatId, user: UserId): void {
    const users = this.#theirs.get(chat)
    if (users?.has(user) !== true) return
    clearTimeout(users.get(user))
    users.delete(user)
    this.#tell(chat, users)
  }

  stop(): void {
    for (const users of this.#theirs.values()) for (const timer of users.values()) clearTimeout(timer)
    this.#theirs.clear()
  }

  #tell(chat: ChatId, users: Map<UserId, unknown>): void {
    this.#hub.tell({ type: 'typing', chat, users: [...users.keys()] })
  }
}

import type { ChatId, UserId } from '@soroka/protocol'
import type { EventHub } from '../events/event-hub.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import { type People, profileText } from './people.ts'

interface Deps {
  db: AccountDb
  hub: EventHub
  people: People
  failed(error: unknown): void
}

/** Names of those we write with: a stranger's when he first shows up, everybody's once in a while. */
export class Acquaintance {
  readonly #deps: Deps
  readonly #met = new Set<UserId>()
  readonly #meeting = new Map<UserId, Promise<void>>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Reads the profile of the chat's peer when it was never read. Comes to nothing quietly: the next message asks again. */
  async meet(chat: ChatId): Promise<void> {
    try {
      const peer = parseChat(await this.#deps.db.get('chats', chat))?.peer
      if (peer === undefined || this.#met.has(peer)) return
      const meeting = this.#meeting.get(peer) ?? this.#ask(peer, chat).finally(() => this.#meeting.delete(peer))
      this.#meeting.set(peer, meeting)
      await meeting
    } catch (error) {
      this.#deps.failed(error)
    }
  }

  /** Whether nobody's profile is to be read first. */
  async knows(peer: UserId | undefined): Promise<boolean> {
    if (peer === undefined || this.#met.has(peer)) return true
    if (await this.#deps.people.stranger(peer)) return false
    this.#met.add(peer)
    return true
  }

  /** Reads anew what was not read for a while; once a sync, one after the other. */
  async refresh(): Promise<void> {
    const { db, people } = this.#deps
    for (const { peer, id } of await db.getAll('chats'))
      if (peer !== undefined && (await people.stale(peer))) await this.#read(peer, id)
  }

  async #ask(peer: UserId, chat: ChatId): Promise<void> {
    if (!(await this.#deps.people.stranger(peer)) || (await this.#read(peer, chat))) this.#met.add(peer)
  }

  /** Tells the person and the chat with him when his name is another now. @returns whether he was found */
  async #read(peer: UserId, chat: ChatId): Promise<boolean> {
    const { people, hub } = this.#deps
    const before = await people.known(peer)
    const after = await people.refresh(peer)
    if (after === null) return false
    if (profileText(after) !== profileText(before)) {
      hub.person(after)
      hub.chat(chat)
    }
    return true
  }
}

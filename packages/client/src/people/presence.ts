import type { UserId } from '@soroka/protocol'
import { limits } from '@soroka/protocol'
import type { Connection } from '../websocket/connection.ts'

export interface Presence {
  online: boolean
  lastSeen: number | null
}

/** Who is on the screens of all tabs, and what is known of them now. */
export class PresenceBoard {
  readonly #connection: Pick<Connection, 'post'>
  readonly #watched = new Map<string, UserId[]>()
  readonly #known = new Map<UserId, Presence>()

  constructor(connection: Pick<Connection, 'post'>) {
    this.#connection = connection
  }

  get(user: UserId): Presence {
    return this.#known.get(user) ?? { online: false, lastSeen: null }
  }

  set(user: UserId, presence: Presence): void {
    this.#known.set(user, presence)
  }

  /** A tab's whole set; the union of all tabs' goes to the server. */
  watch(tab: string, users: UserId[]): void {
    this.#watched.set(tab, users)
    this.send()
  }

  watchedBy(tab: string): UserId[] {
    return this.#watched.get(tab) ?? []
  }

  /** Again after each reconnect: the server forgets with the socket. */
  send(): void {
    const users = [...new Set([...this.#watched.values()].flat())].slice(0, limits.watchedUsers)
    if (users.length > 0 || this.#watched.size > 0) this.#connection.post({ t: 'presence.watch', users })
  }

  /** Without a connection nobody is known to be online. @returns those who were */
  lost(): UserId[] {
    const users = [...this.#known].filter(([, presence]) => presence.online).map(([user]) => user)
    for (const user of users) this.#known.set(user, { online: false, lastSeen: this.get(user).lastSeen })
    return users
  }
}

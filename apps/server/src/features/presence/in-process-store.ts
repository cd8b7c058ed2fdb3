import type { UserId } from '@soroka/protocol'
import type { PresenceStore } from './presence.ts'

/** Presence of a single process. */
export class InProcessPresenceStore implements PresenceStore {
  readonly #until = new Map<UserId, number>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  touch(user: UserId, ttlMs: number): Promise<boolean> {
    const here = this.#isHere(user)
    this.#until.set(user, this.#now() + ttlMs)
    return Promise.resolve(!here)
  }

  online(users: readonly UserId[]): Promise<ReadonlySet<UserId>> {
    return Promise.resolve(new Set(users.filter((user) => this.#isHere(user))))
  }

  remove(user: UserId): Promise<boolean> {
    const here = this.#isHere(user)
    this.#until.delete(user)
    return Promise.resolve(here)
  }

  /** The service that uses it knows. */
  left(): Promise<ReadonlyMap<UserId, number>> {
    return Promise.resolve(new Map())
  }

  wasEmptied(): Promise<boolean> {
    return Promise.resolve(false)
  }

  #isHere(user: UserId): boolean {
    const until = this.#until.get(user)
    if (until === undefined) return false
    if (until > this.#now()) return true
    this.#until.delete(user)
    return false
  }
}

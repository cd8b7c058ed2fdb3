import type { UserId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { presenceTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { readLastSeen, writeLastSeen } from './last-seen-repo.ts'
import type { Presence, PresenceStore } from './presence.ts'

export interface PresenceTimes {
  /** After the last socket closed a person stays online for so long: a blink of the network is no leaving (R17). */
  readonly graceMs: number
  /** How long the claim of a node lasts; it is renewed at a third of it. */
  readonly ttlMs: number
  /** Last-seen times are written so far apart. */
  readonly writeMs: number
  /** How long a store that was emptied may tell that people are away who are not. */
  readonly emptyMs: number
}

export const presenceTimes: PresenceTimes = { graceMs: 30_000, ttlMs: 90_000, writeMs: 60_000, emptyMs: 3000 }

/** People whom the store is told of, or asked for, together. */
const AT_ONCE = 200

export interface PresenceOptions {
  readonly sql: Sql
  readonly bus: Bus
  readonly store: PresenceStore
  readonly onError: (error: unknown) => void
  readonly times?: Partial<PresenceTimes>
}

/** Follows the sockets of this process and tells those who watch. */
export class PresenceService {
  readonly #options: PresenceOptions
  readonly #times: PresenceTimes
  /** Sockets of each person here; 0 while the grace runs. */
  readonly #sockets = new Map<UserId, number>()
  readonly #leaving = new Map<UserId, number>()
  readonly #seen = new Map<UserId, number>()
  readonly #timers: NodeJS.Timeout[]

  constructor(options: PresenceOptions) {
    this.#options = options
    this.#times = { ...presenceTimes, ...options.times }
    const { graceMs, ttlMs, writeMs, emptyMs } = this.#times
    this.#timers = [
      this.#every(Math.min(1000, graceMs / 2), () => this.#letGo()),
      this.#every(ttlMs / 3, () => this.#renew()),
      this.#every(emptyMs, () => this.#refill()),
      this.#every(writeMs, () => this.#write()),
    ]
  }

  /** How often those are looked for whose node died. */
  get lookMs(): number {
    return this.#times.ttlMs / 3
  }

  opened(user: UserId): void {
    this.#leaving.delete(user)
    const before = this.#sockets.get(user)
    this.#sockets.set(user, (before ?? 0) + 1)
    if (before === undefined) this.#run(this.#arrive(user))
  }

  closed(user: UserId): void {
    const left = (this.#sockets.get(user) ?? 1) - 1
    this.#sockets.set(user, left)
    if (left === 0) this.#leaving.set(user, Date.now())
  }

  /** Which of many are here. */
  async online(users: readonly UserId[]): Promise<ReadonlySet<UserId>> {
    const here = new Set<UserId>()
    for (let from = 0; from < users.length; from += AT_ONCE)
      for (const user of await this.#options.store.online(users.slice(from, from + AT_ONCE))) here.add(user)
    return here
  }

  /** Whether they are here, and else since when not. */
  async look(users: readonly UserId[]): Promise<Presence[]> {
    const online = await this.#options.store.online(users)
    const away = users.filter((user) => !online.has(user))
    const { sql, store } = this.#options
    const [seen, left] = away.length === 0 ? [] : await Promise.all([readLastSeen(sql, away), store.left(away)])
    const lastSeen = (user: UserId): number | null => {
      // Each may know of a later time than the others.
      const times = [this.#seen, seen, left].flatMap((known) => known?.get(user) ?? [])
      return times.length === 0 ? null : Math.max(...times)
    }
    return users.map((user) => ({ user, online: online.has(user), lastSeen: online.has(user) ? null : lastSeen(user) }))
  }

  /** Those of whom something else is true by now: what was looked up may have been overtaken on its way. */
  async changedSince(shown: readonly Presence[]): Promise<Presence[]> {
    const online = await this.#options.store.online(shown.map(({ user }) => user))
    const changed = shown.filter((person) => person.online !== online.has(person.user))
    return changed.length === 0 ? [] : this.look(changed.map(({ user }) => user))
  }

  /** Writes what is known; everybody with a socket here was seen just now. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    for (const user of this.#sockets.keys()) this.#seen.set(user, this.#leaving.get(user) ?? Date.now())
    await this.#write()
  }

  async #arrive(user: UserId): Promise<void> {
    await this.#touch(user)
    this.#seen.set(user, Date.now())
  }

  async #letGo(): Promise<void> {
    const over = Date.now() - this.#times.graceMs
    for (const [user, at] of this.#leaving) {
      if (at > over) break
      this.#leaving.delete(user)
      this.#sockets.delete(user)
      this.#seen.set(user, at)
      if (await this.#options.store.remove(user, at)) this.#publish({ user, online: false, lastSeen: at })
    }
  }

  async #renew(): Promise<void> {
    const here = [...this.#sockets.keys()]
    for (let from = 0; from < here.length; from += AT_ONCE)
      await Promise.all(here.slice(from, from + AT_ONCE).map((user) => this.#touch(user)))
  }

  /** Whoever looked meanwhile was told that these people are away: they come anew. */
  async #refill(): Promise<void> {
    if (await this.#options.store.wasEmptied()) await this.#renew()
  }

  async #touch(user: UserId): Promise<void> {
    const fresh = await this.#options.store.touch(user, this.#times.ttlMs)
    if (fresh) this.#publish({ user, online: true, lastSeen: null })
  }

  async #write(): Promise<void> {
    for (const [user, sockets] of this.#sockets) if (sockets > 0) this.#seen.set(user, Date.now())
    if (this.#seen.size === 0) return
    const seen = new Map(this.#seen)
    await writeLastSeen(this.#options.sql, seen)
    for (const [user, at] of seen) if (this.#seen.get(user) === at) this.#seen.delete(user)
  }

  #publish(person: Presence): void {
    const frame: DownFrame = { t: 'presence.changed', people: [person] }
    this.#options.bus.publish(presenceTopic(person.user), { frame: JSON.stringify(frame) })
  }

  #every(ms: number, run: () => Promise<void>): NodeJS.Timeout {
    return setInterval(() => this.#run(run()), ms).unref()
  }

  #run(work: Promise<void>): void {
    work.catch(this.#options.onError)
  }
}

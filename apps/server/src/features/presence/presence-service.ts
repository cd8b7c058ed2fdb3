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
}

export const presenceTimes: PresenceTimes = { graceMs: 30_000, ttlMs: 90_000, writeMs: 60_000 }

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
    const { graceMs, ttlMs, writeMs } = this.#times
    this.#timers = [
      this.#every(Math.min(1000, graceMs / 2), () => this.#letGo()),
      this.#every(ttlMs / 3, () => this.#renew()),
      this.#every(writeMs, () => this.#write()),
    ]
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

  /** Whether they are here, and else since when not. */
  async look(users: readonly UserId[]): Promise<Presence[]> {
    const online = await this.#options.store.online(users)
    const away = users.filter((user) => !online.has(user))
    const seen = away.length === 0 ? new Map<UserId, number>() : await readLastSeen(this.#options.sql, away)
    return users.map((user) => ({
      user,
      online: online.has(user),
      lastSeen: online.has(user) ? null : (this.#seen.get(user) ?? seen.get(user) ?? null),
    }))
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
    const fresh = await this.#options.store.touch(user, this.#times.ttlMs)
    this.#seen.set(user, Date.now())
    if (fresh) this.#publish({ user, online: true, lastSeen: null })
  }

  async #letGo(): Promise<void> {
    const over = Date.now() - this.#times.graceMs
    for (const [user, at] of this.#leaving) {
      if (at > over) break
      this.#leaving.delete(user)
      this.#sockets.delete(user)
      this.#seen.set(user, at)
      if (await this.#options.store.remove(user)) this.#publish({ user, online: false, lastSeen: at })
    }
  }

  async #renew(): Promise<void> {
    for (const user of this.#sockets.keys()) await this.#options.store.touch(user, this.#times.ttlMs)
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

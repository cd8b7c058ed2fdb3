import type { UserId } from '@soroka/protocol'
import type { UpFrame } from '@soroka/protocol/frames'
import { presenceTopic } from '../../platform/bus/index.ts'
import type { Bus, BusHandler, Topic } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import type { Connection } from '../../platform/ws/index.ts'
import type { Presence } from './presence.ts'
import type { PresenceService } from './presence-service.ts'
import { findSights, sightKey } from './visibility-repo.ts'
import type { Sight } from './visibility-repo.ts'
import { WatchList } from './watch-list.ts'

type WatchFrame = Extract<UpFrame, { t: 'presence.watch' }>

/** Sights of one statement. */
const SIGHTS = 1000

export interface WatchOptions {
  readonly sql: Sql
  readonly bus: Bus
  readonly presence: PresenceService
  /** Enters and leaves topics for a socket. */
  readonly rooms: {
    enter(connection: Connection, topics: readonly Topic[]): Promise<void>
    leave(connection: Connection, topics: readonly Topic[]): void
    hears(connection: Connection, topic: Topic): boolean
  }
  readonly onError: (error: unknown) => void
}

/** Tells every node to look again at what these two, or the one and anybody, may see of each other. */
export function tellPrivacyChanged(bus: Bus, user: UserId, other?: UserId): void {
  bus.publish('privacy', { between: other === undefined ? [user] : [user, other] })
}

const neverHere = (user: UserId): Presence => ({ user, online: false, lastSeen: null })

/** The whole set of people on each screen. Whom the asker may not see looks like people who are never here. */
export class WatchService {
  readonly #options: WatchOptions
  readonly #list = new WatchList()
  /** What each socket said last; absent while nothing of it is being looked up. */
  readonly #newest = new WeakMap<Connection, WatchFrame>()
  #looking: Promise<void> = Promise.resolve()
  /** Who of those that are watched was here at the last look, or was shown to be since then. */
  readonly #here = new Set<UserId>()
  #timer: NodeJS.Timeout | undefined

  private constructor(options: WatchOptions) {
    this.#options = options
  }

  static async start(options: WatchOptions): Promise<WatchService> {
    const watches = new WatchService(options)
    const hear: BusHandler = (_, { between, again }) => {
      // One after the other: of two changes the later one must have the last word.
      const look = async (): Promise<void> => {
        if (between !== undefined) await watches.#lookAgain(...between)
        if (again === true) for (const connection of watches.#list.connections) await watches.missed(connection)
      }
      watches.#looking = watches.#looking.then(look).catch(options.onError)
    }
    await options.bus.subscribe(['privacy'], hear)
    return watches
  }

  /** One look-up a socket at a time; a set that was replaced before its turn is passed over. */
  async watch(connection: Connection, frame: WatchFrame): Promise<void> {
    this.#list.set(connection, frame.users)
    await this.#watch(connection, frame)
  }

  /** A change of those whom it watches may have passed it by: it is told how all of them are. */
  async missed(connection: Connection): Promise<void> {
    const people = this.#list.of(connection)
    if (people !== undefined) await this.#watch(connection, { t: 'presence.watch', users: [...people] })
  }

  /** From now on those are looked for whose node died: nobody else tells that they are gone. */
  lookForGone(everyMs: number): void {
    const look = (): void =>
      void (this.#looking = this.#looking.then(() => this.#tellGone()).catch(this.#options.onError))
    this.#timer = setInterval(look, everyMs).unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  closed(connection: Connection): void {
    this.#list.delete(connection)
  }

  async #watch(connection: Connection, frame: WatchFrame): Promise<void> {
    const newest = this.#newest
    const isBusy = newest.has(connection)
    newest.set(connection, frame)
    if (isBusy) return
    try {
      let done: WatchFrame | undefined
      for (let next = newest.get(connection); next !== undefined && next !== done; next = newest.get(connection)) {
        await this.#show(connection, next)
        done = next
      }
    } finally {
      newest.delete(connection)
    }
  }

  async #show(connection: Connection, frame: WatchFrame): Promise<void> {
    const { presence, rooms, sql } = this.#options
    const viewer = connection.user
    const asked = [...new Set(frame.users)]
    const sights = asked.map((person): Sight => ({ viewer, person }))
    const seen = await findSights(sql, sights)
    const allowed = sights.filter((sight) => seen.has(sightKey(sight))).map(({ person }) => person)
    const topics = new Set(allowed.map(presenceTopic))
    const watched = connection.rooms.map((room) => room.topic).filter((topic) => topic.startsWith('presence:'))
    rooms.leave(
      connection,
      watched.filter((topic) => !topics.has(topic)),
    )
    await rooms.enter(connection, [...topics])
    const shown = await presence.look(allowed)
    for (const { user, online } of shown) if (online) this.#here.add(user)
    const known = new Map(shown.map((person) => [person.user, person]))
    const people = asked.map((user) => known.get(user) ?? neverHere(user))
    connection.tell({ t: 'presence.changed', people })
    await this.#tellChanged(connection, shown)
  }

  /** Who came or went while he was looked up told the topic before this answer was out: the answer must not stand. */
  async #tellChanged(connection: Connection, shown: readonly Presence[]): Promise<void> {
    const people = await this.#options.presence.changedSince(shown)
    if (people.length > 0) connection.tell({ t: 'presence.changed', people })
  }

  /** Runs after the commit of the change, so a watch that begins later needs nothing; one on its way begins anew. */
  async #lookAgain(user: UserId, other?: UserId): Promise<void> {
    const touched = this.#list.between(user, other)
    for (const { connection } of touched) {
      const running = this.#newest.get(connection)
      if (running !== undefined) this.#newest.set(connection, { ...running })
    }
    for (let from = 0; from < touched.length; from += SIGHTS) await this.#correct(touched.slice(from, from + SIGHTS))
  }

  async #correct(touched: readonly { connection: Connection; person: UserId }[]): Promise<void> {
    const { presence, rooms, sql } = this.#options
    const sights = touched.map(({ connection, person }): Sight => ({ viewer: connection.user, person }))
    const seen = await findSights(sql, sights)
    const shown = new Map<Connection, UserId[]>()
    for (const { connection, person } of touched) {
      if (!this.#rests(connection, person)) continue
      const topic = presenceTopic(person)
      const [may, does] = [seen.has(sightKey({ viewer: connection.user, person })), rooms.hears(connection, topic)]
      if (does && !may) {
        rooms.leave(connection, [topic])
        connection.tell({ t: 'presence.changed', people: [neverHere(person)] })
      }
      if (may && !does) shown.set(connection, [...(shown.get(connection) ?? []), person])
    }
    for (const [connection, allowed] of shown) {
      const people = allowed.filter((person) => this.#rests(connection, person))
      if (people.length === 0) continue
      await rooms.enter(connection, people.map(presenceTopic))
      const known = await presence.look(people)
      connection.tell({ t: 'presence.changed', people: known })
      await this.#tellChanged(connection, known)
    }
  }

  /** Who left as usual is told of once more. */
  async #tellGone(): Promise<void> {
    const { presence, rooms } = this.#options
    const watched = this.#list.people
    const here = await presence.online(watched)
    const gone = watched.filter((user) => this.#here.has(user) && !here.has(user))
    for (const user of gone) this.#here.delete(user)
    for (const user of here) this.#here.add(user)
    const still = new Set(this.#list.people)
    for (const user of this.#here) if (!still.has(user)) this.#here.delete(user)
    for (const person of await presence.look(gone))
      for (const { connection } of this.#list.askedFor(person.user))
        if (rooms.hears(connection, presenceTopic(person.user)))
          connection.tell({ t: 'presence.changed', people: [person] })
  }

  /** Whether the socket still watches this person, and no watch of it is on its way. */
  #rests(connection: Connection, person: UserId): boolean {
    return !this.#newest.has(connection) && this.#list.has(connection, person)
  }
}

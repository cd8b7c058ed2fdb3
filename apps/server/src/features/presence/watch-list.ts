import type { UserId } from '@soroka/protocol'
import type { Connection } from '../../platform/ws/index.ts'

/** Whom each socket of this process asked to watch, whether it may or not. */
export class WatchList {
  readonly #people = new Map<Connection, ReadonlySet<UserId>>()
  readonly #socketsOf = new Map<UserId, Set<Connection>>()
  readonly #askedFor = new Map<UserId, Set<Connection>>()

  /** Replaces what the socket watches. */
  set(connection: Connection, people: readonly UserId[]): void {
    this.delete(connection)
    if (people.length === 0) return
    const asked = new Set(people)
    this.#people.set(connection, asked)
    put(this.#socketsOf, connection.user, connection)
    for (const person of asked) put(this.#askedFor, person, connection)
  }

  delete(connection: Connection): void {
    const asked = this.#people.get(connection)
    if (asked === undefined) return
    this.#people.delete(connection)
    take(this.#socketsOf, connection.user, connection)
    for (const person of asked) take(this.#askedFor, person, connection)
  }

  /** Everybody who watches somebody. */
  get connections(): Connection[] {
    return [...this.#people.keys()]
  }

  /** Whom anybody here watches. */
  get people(): UserId[] {
    return [...this.#askedFor.keys()]
  }

  of(connection: Connection): ReadonlySet<UserId> | undefined {
    return this.#people.get(connection)
  }

  has(connection: Connection, person: UserId): boolean {
    return this.#people.get(connection)?.has(person) ?? false
  }

  askedFor(person: UserId): { connection: Connection; person: UserId }[] {
    return [...(this.#askedFor.get(person) ?? [])].map((connection) => ({ connection, person }))
  }

  /** Who watches whom in what these two see of each other, or in what the one and anybody do. */
  between(user: UserId, other?: UserId): { connection: Connection; person: UserId }[] {
    const of = [...(this.#socketsOf.get(user) ?? [])].flatMap((connection) =>
      [...(this.#people.get(connection) ?? [])].map((person) => ({ connection, person })),
    )
    const by = this.askedFor(user)
    if (other === undefined) return [...of, ...by]
    return [...of.filter(({ person }) => person === other), ...by.filter(({ connection }) => connection.user === other)]
  }
}

function put(map: Map<UserId, Set<Connection>>, user: UserId, connection: Connection): void {
  const known = map.get(user)
  if (known === undefined) map.set(user, new Set([connection]))
  else known.add(connection)
}

function take(map: Map<UserId, Set<Connection>>, user: UserId, connection: Connection): void {
  const known = map.get(user)
  known?.delete(connection)
  if (known?.size === 0) map.delete(user)
}

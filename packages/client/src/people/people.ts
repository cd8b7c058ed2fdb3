import type { UserId } from '@soroka/protocol'
import type { Profile } from '@soroka/protocol/contract'
import type { Api } from '../api/api.ts'
import { hasCode, isOffline } from '../api/api-errors.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { emptyUser, type UserRow, userRow } from '../indexeddb/rows.ts'
import type { PersonView } from '../types.ts'
import type { PresenceBoard } from './presence.ts'

const FRESH = 600_000

/** Names of people, kept here so that chats have titles offline. */
export class People {
  readonly #api: Api
  readonly #db: AccountDb
  readonly #presence: PresenceBoard

  constructor(api: Api, db: AccountDb, presence: PresenceBoard) {
    this.#api = api
    this.#db = db
    this.#presence = presence
  }

  /** What is known here; with empty names for a stranger. */
  async known(user: UserId): Promise<PersonView> {
    return this.#view(await readUser(this.#db, user))
  }

  async find(query: string): Promise<PersonView[]> {
    const { people } = await this.#api.users.find({ query })
    return await Promise.all(people.map(async (profile) => this.#view(await this.#keep(profile))))
  }

  /** From here, or from the server when he isn't known yet; null when there is no such person. */
  async get(user: UserId): Promise<PersonView | null> {
    const row = await readUser(this.#db, user)
    if (row.profileAt > 0) return this.#view(row)
    return await this.refresh(user)
  }

  /** Whether the profile was never read. */
  async stranger(user: UserId): Promise<boolean> {
    return (await readUser(this.#db, user)).profileAt === 0
  }

  /** Whether the profile was not read for a while. */
  async stale(user: UserId): Promise<boolean> {
    return Date.now() - (await readUser(this.#db, user)).profileAt > FRESH
  }

  /** Reads the profile anew. */
  async refresh(user: UserId): Promise<PersonView | null> {
    try {
      return this.#view(await this.#keep(await this.#api.users.get({ user })))
    } catch (error) {
      if (hasCode(error, 'NOT_FOUND') || isOffline(error)) return null
      throw error
    }
  }

  async #keep(profile: Profile): Promise<UserRow> {
    return await changeUser(this.#db, profile.id, (row) => ({
      ...row,
      name: profile.name,
      nickname: profile.nickname,
      profileAt: Date.now(),
    }))
  }

  #view(row: UserRow): PersonView {
    const { id, name, nickname } = row
    return { id, name, nickname, contact: false, blocked: false, ...this.#presence.get(id) }
  }
}

export async function readUser(db: AccountDb, user: UserId): Promise<UserRow> {
  const parsed = userRow.safeParse(await db.get('users', user))
  return parsed.success ? parsed.data : emptyUser(user)
}

/** Reads and writes in one transaction: names and pins are changed from different sides. */
export async function changeUser(db: AccountDb, user: UserId, change: (row: UserRow) => UserRow): Promise<UserRow> {
  const tx = db.transaction('users', 'readwrite')
  const parsed = userRow.safeParse(await tx.store.get(user))
  const row = change(parsed.success ? parsed.data : emptyUser(user))
  await tx.store.put(row)
  await tx.done
  return row
}

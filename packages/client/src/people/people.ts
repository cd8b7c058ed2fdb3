import type { UserId } from '@soroka/protocol'
import type { Profile } from '@soroka/protocol/contract'
import type { Api } from '../api/api.ts'
import { hasCode, isOffline } from '../api/api-errors.ts'
import { readOwnName } from '../contacts/own-names.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { emptyUser, type UserRow, userRow } from '../indexeddb/rows.ts'
import type { PersonView } from '../types.ts'
import type { AccountVault } from '../vault/account-vault.ts'
import type { PresenceBoard } from './presence.ts'
import { readTrust, verificationOf } from './trust-entry.ts'

const FRESH = 600_000

/** Names of people, kept here so that chats have titles offline. */
export class People {
  readonly #api: Api
  readonly #db: AccountDb
  readonly #presence: PresenceBoard
  readonly #settings: AccountVault

  constructor(api: Api, db: AccountDb, presence: PresenceBoard, settings: AccountVault) {
    this.#api = api
    this.#db = db
    this.#presence = presence
    this.#settings = settings
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
    if (row.profileAt > 0) return await this.#view(row)
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
      return await this.#view(await this.#keep(await this.#api.users.get({ user })))
    } catch (error) {
      if (hasCode(error, 'NOT_FOUND') || isOffline(error)) return null
      throw error
    }
  }

  /** Profiles that came with something else. */
  async met(profiles: readonly Profile[]): Promise<void> {
    for (const profile of profiles) await this.#keep(profile)
  }

  async #keep(profile: Profile): Promise<UserRow> {
    return await changeUser(this.#db, profile.id, (row) => ({ ...withProfile(row, profile), profileAt: Date.now() }))
  }

  /** Everywhere under the name that I gave him. */
  async #view(row: UserRow): Promise<PersonView> {
    const { id, name, nickname, contact, blocked, photo, about, phone, status } = row
    const own = await readOwnName(this.#settings, id)
    const verification = verificationOf(row, await readTrust(this.#settings, id))
    const view: PersonView = { id, name, nickname, contact, blocked, verification, ...this.#presence.get(id) }
    if (own !== null && own.name !== '' && own.name !== name) Object.assign(view, { name: own.name, ownName: name })
    if (own !== null && own.note !== '') view.note = own.note
    if (photo !== undefined && photo !== null) view.photo = photo
    if (about !== undefined) view.about = about
    if (phone !== undefined) view.phone = phone
    if (status !== undefined && (status.until ?? Infinity) > Date.now()) view.status = status
    return view
  }
}

/** All that the profile says; what it does not name any more goes. */
export function withProfile(row: UserRow, profile: Profile): UserRow {
  const { about: _about, phone: _phone, status: _status, ...rest } = row
  const { name, nickname, photo = null, about, phone, status } = profile
  return {
    ...rest,
    name,
    nickname,
    photo,
    ...(about === undefined ? {} : { about }),
    ...(phone === undefined ? {} : { phone }),
    ...(status === undefined ? {} : { status }),
  }
}

/** What of a profile screens show, to be compared. */
export const profileText = ({
  name,
  nickname,
  photo,
  about,
  phone,
  status,
}: Pick<UserRow, 'name' | 'nickname' | 'photo' | 'about' | 'phone' | 'status'>): string =>
  JSON.stringify([name, nickname, photo ?? null, about, phone, status?.emoji, status?.text, status?.until])

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

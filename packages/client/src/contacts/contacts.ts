import { limits, SorokaError, type UserId } from '@soroka/protocol'
import type { Profile } from '@soroka/protocol/contract'
import { directChatId } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { EventHub } from '../events/event-hub.ts'
import { inOne } from '../indexeddb/in-one.ts'
import { emptyUser, type UserRow, userRow } from '../indexeddb/rows.ts'
import { changeUser, type People, profileText, withProfile } from '../people/people.ts'
import type { PersonView } from '../types.ts'
import type { AccountVault } from '../vault/account-vault.ts'
import { writeOwnName } from './own-names.ts'

interface Deps {
  api: Api
  account: LocalAccount
  people: People
  hub: EventHub
  vault: AccountVault
}

const MOST_NOTE = 2_000

/** My contacts and the people I blocked. The server knows both lists; the names and notes that I gave are sealed. */
export class Contacts {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** By name, from this device. */
  async list(): Promise<PersonView[]> {
    return await this.#those((row) => row.contact)
  }

  async blocked(): Promise<PersonView[]> {
    return await this.#those((row) => row.blocked)
  }

  async add(user: UserId): Promise<void> {
    await this.#deps.api.contacts.add({ user })
    await this.#mark(user, { contact: true })
  }

  /** What I called him goes too. */
  async remove(user: UserId): Promise<void> {
    await this.#deps.api.contacts.remove({ user })
    await writeOwnName(this.#deps.vault, user, { name: '', note: '' })
    await this.#mark(user, { contact: false })
  }

  async block(user: UserId): Promise<void> {
    await this.#deps.api.contacts.block({ user })
    await this.#mark(user, { blocked: true })
  }

  async unblock(user: UserId): Promise<void> {
    await this.#deps.api.contacts.unblock({ user })
    await this.#mark(user, { blocked: false })
  }

  async rename(user: UserId, { name, note }: { name: string; note: string }): Promise<void> {
    if (name.length > limits.name) throw new SorokaError('TOO_LARGE', { field: 'name', limit: limits.name })
    if (note.length > MOST_NOTE) throw new SorokaError('TOO_LARGE', { field: 'note', limit: MOST_NOTE })
    await writeOwnName(this.#deps.vault, user, { name, note })
  }

  /** Takes over the server's lists. */
  async refresh(): Promise<void> {
    const { api, account } = this.#deps
    const [{ contacts }, { blocked }] = await Promise.all([api.contacts.list({}), api.contacts.blocks()])
    const profiles = new Map<UserId, Profile>([...contacts, ...blocked].map((profile) => [profile.id, profile]))
    const [mine, shut] = [new Set(contacts.map(({ id }) => id)), new Set(blocked.map(({ id }) => id))]
    const changed = await inOne(account.db, ['users'], async (tx) => {
      const users = tx.objectStore('users')
      const there = new Map((await users.getAll()).map((value) => [value.id, userRow.safeParse(value).data]))
      const others: UserId[] = []
      for (const id of new Set([...there.keys(), ...profiles.keys()])) {
        const before = there.get(id) ?? emptyUser(id)
        const after = merge(before, profiles.get(id), { contact: mine.has(id), blocked: shut.has(id) })
        if (after === null) continue
        others.push(id)
        await users.put(after)
      }
      return others
    })
    for (const user of changed) await this.tell(user)
  }

  /** Shows a person anew, and the chat with him. */
  async tell(user: UserId): Promise<void> {
    const { people, hub, account } = this.#deps
    hub.person(await people.known(user))
    hub.chat(directChatId(account.self.user, user))
  }

  async #mark(user: UserId, change: Partial<UserRow>): Promise<void> {
    const { account, people } = this.#deps
    if (await people.stranger(user)) await people.refresh(user)
    await changeUser(account.db, user, (row) => ({ ...row, ...change }))
    await this.tell(user)
  }

  async #those(which: (row: UserRow) => boolean): Promise<PersonView[]> {
    const { account, people } = this.#deps
    const rows = (await account.db.getAll('users')).flatMap((value) => userRow.safeParse(value).data ?? [])
    const views = await Promise.all(rows.filter(which).map((row) => people.known(row.id)))
    return views.sort((a, b) => a.name.localeCompare(b.name))
  }
}

/** Null: nothing is another. */
function merge(
  row: UserRow,
  profile: Profile | undefined,
  marks: Pick<UserRow, 'contact' | 'blocked'>,
): UserRow | null {
  const after = { ...(profile === undefined ? row : withProfile(row, profile)), ...marks }
  if (profile !== undefined && row.profileAt === 0) after.profileAt = Date.now()
  const isSame = after.contact === row.contact && after.blocked === row.blocked
  return isSame && profileText(after) === profileText(row) ? null : after
}

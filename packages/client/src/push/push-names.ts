import type { ChatId, UserId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import type { LocalAccount } from '../auth/local-account.ts'
import { readOwnName } from '../contacts/own-names.ts'
import { GroupStore } from '../groups/group-store.ts'
import { keptPhoto } from '../people/photos.ts'
import { readUser } from '../people/people.ts'
import { readChat } from '../sync/heads.ts'
import type { VaultReader } from './vault-reader.ts'

/** A chat as a notification names it. */
export interface PushChat {
  kind: 'direct' | 'group' | 'nest'
  /** Empty when this device doesn't know it. */
  title: string
  /** JPEG, PNG or WebP. */
  photo?: Bytes
}

/** Names and faces as they lie on this device; nobody is asked. */
export class PushNames {
  readonly #account: LocalAccount
  readonly #settings: VaultReader

  constructor(account: LocalAccount, settings: VaultReader) {
    this.#account = account
    this.#settings = settings
  }

  /** The name that I gave him, else his own; empty for a stranger. */
  async person(user: UserId): Promise<string> {
    const [own, row] = await Promise.all([readOwnName(this.#settings, user), readUser(this.#account.db, user)])
    return own !== null && own.name !== '' ? own.name : row.name
  }

  /** Null for a chat that is not here yet. */
  async chat(id: ChatId): Promise<PushChat | null> {
    const row = await readChat(this.#account.db, id)
    if (row === null) return null
    if (row.peer !== undefined) return { kind: row.kind, ...(await this.face(row.peer)) }
    if (row.kind !== 'group') return { kind: row.kind, title: '' }
    const meta = await new GroupStore(this.#account.db, this.#account.vault).meta(id)
    const photo = meta === null || meta.photo.length === 0 ? {} : { photo: meta.photo }
    return { kind: 'group', title: meta?.name ?? '', ...photo }
  }

  async face(user: UserId): Promise<Pick<PushChat, 'title' | 'photo'>> {
    const [title, photo] = await Promise.all([this.person(user), keptPhoto(this.#account, user)])
    return photo === null ? { title } : { title, photo: photo.image }
  }
}

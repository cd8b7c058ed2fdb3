import type { UserId } from '@soroka/protocol'
import { type Bytes, fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { limits, SorokaError } from '@soroka/protocol'
import * as z from 'zod/mini'
import type { Api } from '../api/api.ts'
import { hasCode, isOffline } from '../api/api-errors.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { PhotoView } from '../types.ts'
import { changeUser, type People, readUser } from './people.ts'

interface Deps {
  api: { users: Pick<Api['users'], 'photo'>; account: Pick<Api['account'], 'setPhoto'> }
  account: Pick<LocalAccount, 'db' | 'vault' | 'self'>
  people: Pick<People, 'refresh'>
  /** Shows the person anew. */
  tell(user: UserId): Promise<void>
  failed(error: unknown): void
}

const stored = z.object({ version: z.string(), sealed: z.instanceof(Uint8Array<ArrayBuffer>) })
/** Photos that stay on this device; each is at most limits.photoBytes. */
const MOST = 1_000

/**
 * Photos of people. They are no secret of the server's, which keeps them for all who may read a profile; on this device they
 * lie sealed, so that its disk doesn't show who somebody's friends are.
 */
export class Photos {
  readonly #deps: Deps
  readonly #began = Date.now()
  readonly #reading = new Map<UserId, Promise<PhotoView | null>>()

  /** Looks at profiles, one after the other. */
  #looking = Promise.resolve()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The newest one that can be had: from here when its version is the profile's, else from the server; offline the last one. */
  of(user: UserId): Promise<PhotoView | null> {
    const reading = this.#reading.get(user) ?? this.#read(user).finally(() => this.#reading.delete(user))
    this.#reading.set(user, reading)
    return reading
  }

  /** Puts another photo in the place of mine; null takes it away. */
  async set(image: Bytes | null): Promise<void> {
    const { api, account } = this.#deps
    if (image !== null && (image.length > limits.photoBytes || !looksLikePicture(image)))
      throw new SorokaError('BAD_REQUEST', { field: 'photo' })
    const self = account.self.user
    const { photo } = await api.account.setPhoto({ image: image === null ? null : toBase64url(image) })
    if (image !== null && photo !== null) await this.#keep(self, photo, image)
    await this.#named(self, photo)
  }

  async #read(user: UserId): Promise<PhotoView | null> {
    const { people, account } = this.#deps
    const before = await readUser(account.db, user)
    if (before.photo === undefined) await people.refresh(user).catch(this.#deps.failed)
    // What changed while I was away, or in a group, is told by nobody: the profile is looked at again, and the photo follows.
    else if (before.profileAt < this.#began) this.#looking = this.#looking.then(() => this.#lookAgain(user))
    const { photo: version } = await readUser(account.db, user)
    if (version === undefined || version === null) {
      if (version === null) await account.db.delete('photos', user)
      return null
    }
    const kept = await keptPhoto(account, user)
    if (kept?.version === version) return kept
    try {
      return await this.#fetch(user, version)
    } catch (error) {
      if (isOffline(error)) return kept
      if (hasCode(error, 'NOT_FOUND')) return null
      throw error
    }
  }

  async #fetch(user: UserId, expected: string): Promise<PhotoView | null> {
    const { photo: version, image: text } = await this.#deps.api.users.photo({ user })
    const image = fromBase64url(text)
    if (!looksLikePicture(image)) return null
    await this.#keep(user, version, image)
    if (version !== expected) await this.#named(user, version)
    return { version, image }
  }

  async #lookAgain(user: UserId): Promise<void> {
    const { people, account, tell } = this.#deps
    try {
      const before = await readUser(account.db, user)
      if (before.profileAt >= this.#began) return
      const view = await people.refresh(user)
      if (view !== null && (view.photo ?? null) !== (before.photo ?? null)) await tell(user)
    } catch (error) {
      this.#deps.failed(error)
    }
  }

  async #keep(user: UserId, version: string, image: Bytes): Promise<void> {
    const { db, vault } = this.#deps.account
    const sealed = await vault.seal(place(user, version), image)
    const tx = db.transaction('photos', 'readwrite')
    await tx.store.put({ version, sealed }, user)
    const users = await tx.store.getAllKeys()
    for (const other of users.slice(0, Math.max(0, users.length - MOST)))
      if (other !== user) await tx.store.delete(other)
    await tx.done
  }

  async #named(user: UserId, photo: string | null): Promise<void> {
    await changeUser(this.#deps.account.db, user, (row) => ({ ...row, photo }))
    await this.#deps.tell(user)
  }
}

/** The photo that lies on this device. */
export async function keptPhoto(
  { db, vault }: Pick<LocalAccount, 'db' | 'vault'>,
  user: UserId,
): Promise<PhotoView | null> {
  const row = stored.safeParse(await db.get('photos', user)).data
  const image = row === undefined ? null : await vault.open(place(user, row.version), row.sealed)
  return row === undefined || image === null ? null : { version: row.version, image }
}

const place = (user: UserId, version: string) => `photo ${user} ${version}`

/** JPEG, PNG or WebP by its first bytes: nothing else is ever handed to a screen (S11). */
function looksLikePicture(image: Bytes): boolean {
  const begins = (at: number, ...bytes: number[]) => bytes.every((byte, i) => image[at + i] === byte)
  return (
    begins(0, 0xff, 0xd8, 0xff) ||
    begins(0, 0x89, 0x50, 0x4e, 0x47) ||
    (begins(0, 0x52, 0x49, 0x46, 0x46) && begins(8, 0x57, 0x45, 0x42, 0x50))
  )
}

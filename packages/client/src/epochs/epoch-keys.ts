import { createEpochKey, type EpochKey, isCommitted, openBox, previousKey } from '@soroka/crypto'
import type { ChatId } from '@soroka/protocol'
import type { LocalAccount } from '../auth/local-account.ts'
import type { ChatEpochs } from './chat-epochs.ts'
import { amendEpoch, keyPlace } from './epoch-store.ts'

/**
 * The keys of epochs, found when they are needed: on the disk, in my box, by the walk back from a newer epoch, or the
 * same as the one before. Null: none of these; the message shows "loading the key" and is tried again.
 */
export class EpochKeys {
  readonly #account: LocalAccount
  readonly #known = new Map<string, EpochKey>()

  constructor(account: LocalAccount) {
    this.#account = account
  }

  /** Keeps a key that was just made. */
  async keep(key: EpochKey): Promise<void> {
    this.#known.set(place(key.chat, key.n), key)
    const sealed = await this.#account.vault.seal(keyPlace(key.chat, key.n), key.ek)
    await amendEpoch(this.#account.db, key.chat, key.n, { key: sealed })
  }

  async find(epochs: ChatEpochs, n: number): Promise<EpochKey | null> {
    const direct = await this.#direct(epochs, n)
    if (direct !== null) return direct
    const newer = await this.#fromNewer(epochs, n)
    if (newer !== null) await this.keep(newer)
    return newer
  }

  async #direct(epochs: ChatEpochs, n: number): Promise<EpochKey | null> {
    const entry = epochs.at(n)
    if (entry === undefined) return null
    const { chat } = epochs
    const known = this.#known.get(place(chat, n))
    if (known !== undefined) return known
    const key =
      (await this.#fromDisk(epochs, n)) ?? (await this.#fromBox(epochs, n)) ?? (await this.#fromOlder(epochs, n))
    if (key !== null) this.#known.set(place(chat, n), key)
    return key
  }

  async #fromDisk(epochs: ChatEpochs, n: number): Promise<EpochKey | null> {
    const entry = epochs.at(n)
    if (entry?.row.key === undefined) return null
    const ek = await this.#account.vault.open(keyPlace(epochs.chat, n), entry.row.key)
    return ek !== null && isCommitted(entry.epoch.record, ek) ? createEpochKey(epochs.chat, n, ek) : null
  }

  async #fromBox(epochs: ChatEpochs, n: number): Promise<EpochKey | null> {
    const entry = epochs.at(n)
    if (entry?.row.box === undefined) return null
    const { record, roster } = entry.epoch
    const { user } = this.#account.self
    const gen = roster.find((member) => member.user === user)?.pukGen
    const seed = gen === undefined ? null : await this.#account.readPuk(gen)
    if (gen === undefined || seed === null) return null
    const key = await openBox({ record, roster, user, puks: [{ gen, seed }], box: entry.row.box })
    if (key !== null) await this.keep(key)
    return key
  }

  /** An epoch that only added people goes on under the key before it. */
  async #fromOlder(epochs: ChatEpochs, n: number): Promise<EpochKey | null> {
    const entry = epochs.at(n)
    if (entry?.epoch.record.sameKey !== true || n === 0) return null
    const older = await this.#direct(epochs, n - 1)
    return older !== null && isCommitted(entry.epoch.record, older.ek) ? createEpochKey(epochs.chat, n, older.ek) : null
  }

  async #fromNewer(epochs: ChatEpochs, n: number): Promise<EpochKey | null> {
    for (let from = n + 1; epochs.at(from) !== undefined; from++) {
      let key = await this.#direct(epochs, from)
      for (let at = from; key !== null && at > n; at--) {
        const newer = epochs.at(at)?.epoch.record
        const older = epochs.at(at - 1)?.epoch.record
        const ek = newer === undefined || older === undefined ? null : await previousKey(newer, key.ek, older)
        key = ek === null ? null : createEpochKey(epochs.chat, at - 1, ek)
      }
      if (key !== null) return key
    }
    return null
  }
}

const place = (chat: ChatId, n: number) => `${chat} ${n}`

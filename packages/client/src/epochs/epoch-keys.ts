import { createEpochKey, type EpochKey, isCommitted, openBox, previousKey } from '@soroka/crypto'
import type { ChatId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import type { LocalAccount } from '../auth/local-account.ts'
import type { ChatEpochs } from './chat-epochs.ts'
import { amendEpoch, dropEpochKey, keyPlace } from './epoch-store.ts'

/** A generation of my own key; null when this device has no way to it. */
export type FindPuk = (gen: number) => Promise<Bytes | null>

/**
 * The keys of epochs, found when they are needed: on the disk, in my box, by the walk back from a newer epoch, or the
 * same as the one before. Null: none of these; the message shows "loading the key" and is tried again.
 */
export class EpochKeys {
  readonly #account: LocalAccount
  readonly #puk: FindPuk
  readonly #known = new Map<string, EpochKey>()

  constructor(account: LocalAccount, puk: FindPuk) {
    this.#account = account
    this.#puk = puk
  }

  /** Keeps a key that was just made. */
  async keep(key: EpochKey): Promise<void> {
    this.#known.set(place(key.chat, key.n), key)
    const sealed = await this.#account.vault.seal(keyPlace(key.chat, key.n), key.ek)
    await amendEpoch(this.#account.db, key.chat, key.n, { key: sealed })
  }

  /** Forgets an epoch's key for good. */
  async drop(epochs: ChatEpochs, n: number): Promise<void> {
    const row = epochs.at(n)?.row
    if (row === undefined || (row.key === undefined && row.box === undefined)) return
    await dropEpochKey(this.#account.db, epochs.chat, n)
    delete row.key
    delete row.box
    this.#known.delete(place(epochs.chat, n))
  }

  async find(epochs: ChatEpochs, n: number): Promise<EpochKey | null> {
    return (await this.#own(epochs, n)) ?? (await this.#fromOlder(epochs, n)) ?? (await this.#fromNewer(epochs, n))
  }

  async #own(epochs: ChatEpochs, n: number): Promise<EpochKey | null> {
    const { chat } = epochs
    const known = this.#known.get(place(chat, n))
    if (known !== undefined) return known
    const key = (await this.#fromDisk(epochs, n)) ?? (await this.#fromBox(epochs, n))
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
    const seed = gen === undefined ? null : await this.#puk(gen)
    if (gen === undefined || seed === null) return null
    const key = await openBox({ record, roster, user, puks: [{ gen, seed }], box: entry.row.box })
    if (key !== null) await this.keep(key)
    return key
  }

  /** An epoch that took nobody's right to the key goes on under the one before it. */
  async #fromOlder(epochs: ChatEpochs, n: number): Promise<EpochKey | null> {
    let from = n
    while (from > 0 && epochs.at(from)?.epoch.record.sameKey === true) {
      const key = await this.#own(epochs, --from)
      if (key === null) continue
      for (let at = from + 1; at <= n; at++) this.#take(epochs, at, key.ek)
      return this.#known.get(place(epochs.chat, n)) ?? null
    }
    return null
  }

  /** Back from the nearest newer epoch whose key is here, as far as the records bridge. */
  async #fromNewer(epochs: ChatEpochs, n: number): Promise<EpochKey | null> {
    for (let from = n + 1; bridged(epochs, from); from++) {
      let ek = (await this.#own(epochs, from))?.ek ?? null
      for (let at = from; ek !== null && at > n; at--) {
        const [newer, older] = [epochs.at(at)?.epoch.record, epochs.at(at - 1)?.epoch.record]
        ek = newer === undefined || older === undefined ? null : await previousKey(newer, ek, older)
        if (ek !== null) this.#take(epochs, at - 1, ek)
      }
      if (ek === null) continue
      const key = createEpochKey(epochs.chat, n, ek)
      await this.keep(key)
      return key
    }
    return null
  }

  #take(epochs: ChatEpochs, n: number, ek: Bytes): void {
    const record = epochs.at(n)?.epoch.record
    const known = this.#known.has(place(epochs.chat, n))
    if (record !== undefined && !known && isCommitted(record, ek))
      this.#known.set(place(epochs.chat, n), createEpochKey(epochs.chat, n, ek))
  }
}

/** Whether epoch n leads back to the one before it: it keeps the key or holds it. */
function bridged(epochs: ChatEpochs, n: number): boolean {
  const record = epochs.at(n)?.epoch.record
  return record !== undefined && (record.sameKey || record.prevBox !== undefined)
}

const place = (chat: ChatId, n: number) => `${chat} ${n}`

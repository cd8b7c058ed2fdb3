import type { EntryKeys } from '@soroka/crypto'
import { limits, SorokaError } from '@soroka/protocol'
import type { ZodMiniType } from 'zod/mini'
import type { LocalAccount } from '../auth/local-account.ts'
import { Lanes } from '../sync/lanes.ts'
import { emptyEntry, type Entry, loadEntry, storeEntry, valueOf } from './entry-rows.ts'
import { type EntryValue, same } from './merge.ts'
import { readEntryKeys } from './puks.ts'

/** 'here': changed in this tab or fetched by it; 'tab': another tab did, and told the screens. */
type Origin = 'here' | 'tab'
type Listener = (names: readonly string[], origin: Origin) => void

interface Deps {
  account: Pick<LocalAccount, 'db' | 'vault' | 'self' | 'readPuk'>
  /** To the other tabs, and to the leading one: there may be something to send. */
  changed(names: readonly string[]): void
}

/** Room for the generation, the IV and the tag, the padding to a whole step, and the frame around the value. */
const MOST_TEXT = limits.vaultEntryBytes - 512

/**
 * The account's sealed settings: named entries that all devices of a person share and the server can't read. Reads and
 * changes are local and work offline; `VaultSync` carries them to the other devices.
 */
export class AccountVault {
  readonly #deps: Deps
  readonly #lanes = new Lanes()
  readonly #listeners = new Map<Listener, string>()
  #keys: Promise<EntryKeys | null> | undefined
  #entries: Promise<Map<string, Entry>> | undefined

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The entry as this device has it; null when there is none, or it is of another form. */
  async read<T>(name: string, schema: ZodMiniType<T>): Promise<T | null> {
    return parse(schema, valueOf((await this.entries()).get(name)))
  }

  /** All entries whose names begin so. */
  async list<T>(prefix: string, schema: ZodMiniType<T>): Promise<Map<string, T>> {
    const found = new Map<string, T>()
    for (const [name, entry] of await this.entries()) {
      const value = name.startsWith(prefix) ? parse(schema, valueOf(entry)) : null
      if (value !== null) found.set(name, value)
    }
    return found
  }

  /**
   * Changes an entry; null takes it away. `change` may run more than once and must have no effects. What another device
   * changes meanwhile is merged field by field (merge.ts).
   */
  async update<T extends object>(
    name: string,
    schema: ZodMiniType<T>,
    change: (old: T | null) => T | null,
  ): Promise<void> {
    const key = (await this.keys()).keyOf(name)
    const changed = await this.revise(key, name, (entry) => {
      const value = plain(change(parse(schema, valueOf(entry))))
      if (same(value, valueOf(entry))) return null
      return { ...entry, mine: same(value, entry.base) ? undefined : value }
    })
    if (changed) this.tell([name])
  }

  /** @returns how to end it */
  subscribe(prefix: string, listener: Listener): () => void {
    this.#listeners.set(listener, prefix)
    return () => void this.#listeners.delete(listener)
  }

  /** Another tab changed these. */
  async heard(names: readonly string[]): Promise<void> {
    const { db, vault } = this.#deps.account
    const [keys, entries] = [await this.keys(), await this.entries()]
    for (const name of names) {
      const entry = await loadEntry(db, vault, keys.keyOf(name))
      if (entry !== null) entries.set(name, entry)
    }
    this.#notify(names, 'tab')
  }

  /** What is here now, by name. For the sync only. */
  entries(): Promise<Map<string, Entry>> {
    this.#entries ??= this.#load().catch((error: unknown) => {
      this.#entries = undefined
      throw error
    })
    return this.#entries
  }

  async keys(): Promise<EntryKeys> {
    this.#keys ??= readEntryKeys(this.#deps.account)
    const keys = await this.#keys
    if (keys === null) throw new SorokaError('UNAVAILABLE', { reason: 'no_user_key' })
    return keys
  }

  /** A generation may have come since. */
  renewKeys(): void {
    this.#keys = undefined
  }

  /**
   * Reads, changes and writes one entry, again when another tab was quicker. `change` says null when nothing is to do.
   * @returns whether something was written
   */
  revise(key: string, name: string, change: (entry: Entry) => Entry | null): Promise<boolean> {
    const { db, vault } = this.#deps.account
    return this.#lanes.run(key, async () => {
      const entries = await this.entries()
      for (;;) {
        const before = (await loadEntry(db, vault, key)) ?? emptyEntry(key, name)
        const after = change(before)
        if (after === null) return false
        if (textSize(after) > MOST_TEXT) throw new SorokaError('TOO_LARGE', { limit: limits.vaultEntryBytes })
        if (!(await storeEntry(db, vault, before, after))) continue
        entries.set(name, { ...after, stamp: before.stamp + 1 })
        return true
      }
    })
  }

  tell(names: readonly string[]): void {
    this.#deps.changed(names)
    this.#notify(names, 'here')
  }

  #notify(names: readonly string[], origin: Origin): void {
    for (const [listener, prefix] of this.#listeners) {
      const about = names.filter((name) => name.startsWith(prefix))
      if (about.length > 0) listener(about, origin)
    }
  }

  /** What was damaged on the disk is dropped, and with it the position: everything is fetched anew. */
  async #load(): Promise<Map<string, Entry>> {
    const { db, vault } = this.#deps.account
    const entries = new Map<string, Entry>()
    for (const key of await db.getAllKeys('vault')) {
      const entry = await loadEntry(db, vault, key)
      if (entry !== null) entries.set(entry.name, entry)
      else await Promise.all([db.delete('vault', key), db.delete('meta', 'vault position')])
    }
    return entries
  }
}

function parse<T>(schema: ZodMiniType<T>, value: EntryValue): T | null {
  return value === null ? null : (schema.safeParse(value).data ?? null)
}

function plain(value: object | null): EntryValue {
  return value === null ? null : (JSON.parse(JSON.stringify(value)) as EntryValue)
}

function textSize(entry: Entry): number {
  return new TextEncoder().encode(JSON.stringify({ name: entry.name, value: valueOf(entry) })).length
}

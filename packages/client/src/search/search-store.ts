import { type Bytes, utf8Decode, utf8Encode } from '@soroka/protocol/bytes'
import * as z from 'zod/mini'
import type { AccountDb } from '../indexeddb/account-store.ts'
import type { Fence } from '../indexeddb/fence.ts'
import { inOne } from '../indexeddb/in-one.ts'
import type { Vault } from '../indexeddb/vault.ts'
import type { Segment } from './segment.ts'
import { decodeSegment, encodeSegment, FORM } from './segment-bytes.ts'

const count = z.int().check(z.nonnegative())
const state = z.object({
  form: z.literal(FORM),
  segments: z.array(count),
  /** Which rows of each chat were looked at. */
  covered: z.record(z.string(), z.array(z.tuple([count, count]))),
})
export type IndexState = z.infer<typeof state>

const STATE = 'state'
const place = (n: number) => `segment ${n}`

/** The index on the disk: sealed segments, and which of them count. */
export class SearchStore {
  readonly #db: AccountDb
  readonly #vault: Vault

  constructor(db: AccountDb, vault: Vault) {
    this.#db = db
    this.#vault = vault
  }

  /** Null when there is none, or a part of it is damaged: then all is indexed anew. */
  async load(breathe: () => Promise<void>): Promise<{ segments: Map<number, Segment>; state: IndexState } | null> {
    const found = state.safeParse(JSON.parse(utf8Decode((await this.#open(STATE)) ?? utf8Encode('null')))).data
    if (found === undefined) return null
    const segments = new Map<number, Segment>()
    for (const n of found.segments) {
      const bytes = await this.#open(place(n))
      const segment = bytes === null ? null : decodeSegment(bytes)
      if (segment === null) return null
      segments.set(n, segment)
      await breathe()
    }
    return { segments, state: found }
  }

  /** New segments and the state in one transaction; what the state doesn't name goes. */
  async save(fence: Fence, fresh: ReadonlyMap<number, Segment>, next: IndexState): Promise<void> {
    const sealed: [string, Bytes][] = []
    for (const [n, segment] of fresh) sealed.push([place(n), await this.#seal(place(n), encodeSegment(segment))])
    sealed.push([STATE, await this.#seal(STATE, utf8Encode(JSON.stringify(next)))])
    const kept = new Set([STATE, ...next.segments.map(place)])
    await inOne(this.#db, ['meta', 'search'], async (tx) => {
      await fence.check(tx)
      const store = tx.objectStore('search')
      for (const key of await store.getAllKeys()) if (!kept.has(key)) await store.delete(key)
      for (const [key, value] of sealed) await store.put(value, key)
    })
  }

  async #open(key: string): Promise<Bytes | null> {
    const sealed = await this.#db.get('search', key)
    return sealed instanceof Uint8Array ? await this.#vault.open(`search ${key}`, sealed) : null
  }

  #seal(key: string, bytes: Bytes): Promise<Bytes> {
    return this.#vault.seal(`search ${key}`, bytes)
  }
}

import * as z from 'zod/mini'
import type { AccountDb } from '../indexeddb/account-store.ts'
import type { Vault } from '../indexeddb/vault.ts'
import type { EntryValue } from './merge.ts'

const count = z.int().check(z.nonnegative())

/** An entry as this device keeps it. Each text is sealed with the device's own key. */
const stored = z.object({
  /** Counts the changes of this row: two tabs may change it at once. */
  stamp: count,
  /** Highest version that the server showed; lower ones are never taken again (R22). 0: it has none. */
  version: count,
  text: z.instanceof(Uint8Array<ArrayBuffer>),
})

const content = z.object({
  name: z.string(),
  /** As the server has it. */
  base: z.nullable(z.record(z.string(), z.unknown())),
  /** As this device wants it. Absent: the same. */
  mine: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
})

export interface Entry {
  readonly key: string
  readonly name: string
  readonly stamp: number
  readonly version: number
  readonly base: EntryValue
  readonly mine?: EntryValue | undefined
}

/** What holds on this device. */
export function valueOf(entry: Entry | undefined): EntryValue {
  return (entry?.mine === undefined ? entry?.base : entry.mine) ?? null
}

export const emptyEntry = (key: string, name: string): Entry => ({ key, name, stamp: 0, version: 0, base: null })

/** Null when there is none, or it was damaged: then the server's copy is fetched anew. */
export async function loadEntry(db: AccountDb, vault: Vault, key: string): Promise<Entry | null> {
  const row = stored.safeParse(await db.get('vault', key))
  if (!row.success) return null
  const text = await vault.open(`vault ${key}`, row.data.text)
  if (text === null) return null
  const parsed = content.safeParse(JSON.parse(new TextDecoder().decode(text)))
  return parsed.success ? { key, stamp: row.data.stamp, version: row.data.version, ...parsed.data } : null
}

/**
 * Writes an entry that was read as `before`.
 * @returns false when another tab was quicker: read it again
 */
export async function storeEntry(db: AccountDb, vault: Vault, before: Entry, after: Entry): Promise<boolean> {
  const { name, base, mine } = after
  const text = await vault.seal(`vault ${after.key}`, new TextEncoder().encode(JSON.stringify({ name, base, mine })))
  const tx = db.transaction('vault', 'readwrite')
  const there = stored.safeParse(await tx.store.get(after.key))
  const fits = (there.data?.stamp ?? 0) === before.stamp
  if (fits) await tx.store.put({ stamp: before.stamp + 1, version: after.version, text }, after.key)
  await tx.done
  return fits
}

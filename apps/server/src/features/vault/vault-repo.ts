import { limits } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import type { VaultEntry } from '@soroka/protocol/contract'
import type { ISql } from 'postgres'

type Queries = ISql<{ bigint: number }>

/** Entries of one page, and bytes of them, of which at least one entry goes over. */
const PAGE_ENTRIES = 500
const PAGE_BYTES = 1_048_576

export interface Write {
  readonly key: string
  readonly version: number
  readonly sealed: Buffer
}

export type Written =
  | { readonly kind: 'written'; readonly rev: number; readonly fresh: boolean }
  | { readonly kind: 'conflict'; readonly entry: VaultEntry | null }
  | { readonly kind: 'full'; readonly limit: number }

interface EntryRow {
  readonly key: string
  readonly version: number
  readonly rev: number
  readonly sealed: Buffer
}

/** What changed after a revision, oldest first. */
export async function listEntries(
  sql: Queries,
  user: UserId,
  after: number,
): Promise<{ entries: VaultEntry[]; more: boolean }> {
  const rows = await sql<(EntryRow & { bytes: number })[]>`
    SELECT key, version::float8 AS version, rev::float8 AS rev, sealed, bytes FROM (
      SELECT *, sum(octet_length(sealed)) OVER (ORDER BY rev)::float8 AS bytes FROM (
        SELECT * FROM vault_entries WHERE user_id = ${user} AND rev > ${after} ORDER BY rev LIMIT ${PAGE_ENTRIES + 1}
      ) next
    ) page WHERE bytes - octet_length(sealed) <= ${PAGE_BYTES} ORDER BY rev`
  const fits = rows.filter((row, at) => at === 0 || (at < PAGE_ENTRIES && row.bytes <= PAGE_BYTES))
  return { entries: fits.map(toEntry), more: fits.length < rows.length }
}

/**
 * Compare-and-set, in the caller's transaction. Writers of one account wait for each other until the commit, so revisions
 * become visible in their order: who saw one never misses a lower one.
 */
export async function writeEntry(tx: Queries, user: UserId, write: Write): Promise<Written> {
  await tx`SELECT id FROM users WHERE id = ${user} FOR NO KEY UPDATE`
  const [stored] = await tx<EntryRow[]>`
    SELECT key, version::float8 AS version, rev::float8 AS rev, sealed FROM vault_entries
    WHERE user_id = ${user} AND key = ${write.key}`
  if (write.version !== (stored?.version ?? 0) + 1) {
    // The answer to it was lost.
    const isRepeat = stored?.version === write.version && stored.sealed.equals(write.sealed)
    if (isRepeat) return { kind: 'written', rev: stored.rev, fresh: false }
    return { kind: 'conflict', entry: stored === undefined ? null : toEntry(stored) }
  }
  const full = await findFull(tx, user, write, stored)
  if (full !== undefined) return { kind: 'full', limit: full }
  const [row] = await tx<{ rev: number }[]>`
    INSERT INTO vault_entries (user_id, key, version, rev, sealed)
    SELECT ${user}, ${write.key}, ${write.version}, coalesce(max(rev), 0) + 1, ${write.sealed}
    FROM vault_entries WHERE user_id = ${user}
    ON CONFLICT (user_id, key) DO UPDATE SET version = excluded.version, rev = excluded.rev, sealed = excluded.sealed
    RETURNING rev::float8 AS rev`
  if (row === undefined) throw new Error('an insert without a row')
  return { kind: 'written', rev: row.rev, fresh: true }
}

/** The limit that a write would go over; what adds nothing is always let in. */
async function findFull(
  tx: Queries,
  user: UserId,
  { sealed }: Write,
  stored: EntryRow | undefined,
): Promise<number | undefined> {
  const more = sealed.length - (stored?.sealed.length ?? 0)
  if (stored !== undefined && more <= 0) return undefined
  const [all] = await tx<{ entries: number; bytes: number }[]>`
    SELECT count(*)::float8 AS entries, coalesce(sum(octet_length(sealed)), 0)::float8 AS bytes
    FROM vault_entries WHERE user_id = ${user}`
  if (all === undefined) return undefined
  if (stored === undefined && all.entries >= limits.vaultEntries) return limits.vaultEntries
  return all.bytes + more > limits.vaultBytes ? limits.vaultBytes : undefined
}

function toEntry({ key, version, rev, sealed }: EntryRow): VaultEntry {
  return { key, version, rev, sealed: sealed.toString('base64url') }
}

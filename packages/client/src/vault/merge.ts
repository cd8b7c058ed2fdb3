/** What an entry may hold: an object of JSON values, or nothing (it was taken away). */
export type EntryValue = { readonly [field: string]: unknown } | null

/**
 * Puts together what two devices made of the same entry. Field by field: what only one of them changed is taken from him;
 * lists of strings are sets, of which both changes hold; of anything else that both changed, mine stands, for it is written
 * last. An entry that one of them took away is gone only if the other left it alone.
 */
export function mergeEntries(base: EntryValue, mine: EntryValue, theirs: EntryValue): EntryValue {
  if (same(mine, base)) return theirs
  if (same(theirs, base)) return mine
  if (mine === null || theirs === null) return mine ?? theirs
  const fields = new Set([...Object.keys(mine), ...Object.keys(theirs)])
  const merged: Record<string, unknown> = {}
  for (const field of fields) {
    const value = mergeField(base?.[field], mine[field], theirs[field])
    if (value !== undefined) merged[field] = value
  }
  return merged
}

function mergeField(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (same(mine, base)) return theirs
  if (same(theirs, base)) return mine
  if (!isSet(mine) || !isSet(theirs) || !isSet(base ?? [])) return mine
  const before = new Set(isSet(base) ? base : [])
  const added = mine.filter((item) => !before.has(item))
  const kept = theirs.filter((item) => !before.has(item) || mine.includes(item))
  return [...new Set([...kept, ...added])]
}

function isSet(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

/** By their JSON: both came out of it, or are about to go in. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b)
}

function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)))
      : part,
  )
}

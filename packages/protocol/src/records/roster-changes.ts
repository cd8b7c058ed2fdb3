import { compareBase64url, equal } from '../bytes/index.ts'
import { WHOLE_ROSTER_EVERY } from './epoch.ts'
import type { EpochRecord, RosterChange } from './epoch.ts'
import { findMember, hashRoster, MAX_ROSTER, sortRoster } from './roster.ts'
import type { Roster, RosterEntry } from './roster.ts'

export type RosterDiff = {
  readonly added: readonly RosterEntry[]
  readonly removed: readonly RosterEntry[]
  readonly roleChanged: readonly { readonly before: RosterEntry; readonly after: RosterEntry }[]
  readonly kept: readonly { readonly before: RosterEntry; readonly after: RosterEntry }[]
}

/** Whether epoch n carries its whole roster instead of what changed. */
export function carriesWholeRoster(n: number): boolean {
  return n % WHOLE_ROSTER_EVERY === 0
}

/** The roster after a record, or null if its changes don't lead to its rosterHash. */
export function applyRoster(prev: Roster, record: EpochRecord): Roster | null {
  const roster = carriesWholeRoster(record.n) ? wholeRoster(record.changes) : changedRoster(prev, record.changes)
  if (roster === null || roster.length === 0 || roster.length > MAX_ROSTER) return null
  return equal(hashRoster(roster), record.rosterHash) ? roster : null
}

/** The changes that lead from one roster to the next, in the form that epoch n needs. */
export function rosterChanges(n: number, prev: Roster, next: Roster): RosterChange[] {
  if (carriesWholeRoster(n)) return next.map((entry) => ({ set: entry }))
  const changes: { user: RosterEntry['user']; change: RosterChange }[] = []
  const { added, removed, kept } = diffRosters(prev, next)
  for (const entry of added) changes.push({ user: entry.user, change: { set: entry } })
  for (const entry of removed) changes.push({ user: entry.user, change: { remove: entry.user } })
  for (const { before, after } of kept) {
    if (!sameEntry(before, after)) changes.push({ user: after.user, change: { set: after } })
  }
  return sortRoster(changes).map(({ change }) => change)
}

/** Who came, went and stayed. Both rosters are sorted, as every Roster is. */
export function diffRosters(prev: Roster, next: Roster): RosterDiff {
  const added = next.filter((entry) => findMember(prev, entry.user) === undefined)
  const removed: RosterEntry[] = []
  const kept: { before: RosterEntry; after: RosterEntry }[] = []
  for (const before of prev) {
    const after = findMember(next, before.user)
    if (after === undefined) removed.push(before)
    else kept.push({ before, after })
  }
  return { added, removed, kept, roleChanged: kept.filter(({ before, after }) => before.role !== after.role) }
}

function wholeRoster(changes: readonly RosterChange[]): Roster | null {
  const roster: RosterEntry[] = []
  for (const { set } of changes) {
    if (set === undefined) return null
    roster.push(set)
  }
  return roster
}

function changedRoster(prev: Roster, changes: readonly RosterChange[]): Roster | null {
  const roster: RosterEntry[] = []
  let at = 0
  for (const change of changes) {
    const user = change.set?.user ?? change.remove
    if (user === undefined) return null
    for (let entry = prev[at]; entry !== undefined && compareBase64url(entry.user, user) < 0; entry = prev[++at]) {
      roster.push(entry)
    }
    const present = prev[at]?.user === user
    if (present) at++
    if (change.set !== undefined) roster.push(change.set)
    else if (!present) return null
  }
  for (let entry = prev[at]; entry !== undefined; entry = prev[++at]) roster.push(entry)
  return roster
}

function sameEntry(a: RosterEntry, b: RosterEntry): boolean {
  return (
    a.role === b.role &&
    a.pukGen === b.pukGen &&
    a.chainSeq === b.chainSeq &&
    a.since === b.since &&
    equal(a.ikFp, b.ikFp) &&
    equal(a.pukFp, b.pukFp)
  )
}

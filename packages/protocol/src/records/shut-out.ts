import type { UserId } from '../ids.ts'
import { CHAT_KIND, REASON } from './epoch.ts'
import type { EpochRecord } from './epoch.ts'
import { diffRosters } from './roster-changes.ts'
import { findMember, ROLE } from './roster.ts'
import type { Roster } from './roster.ts'

/** Nobody was ever sent away. */
export const NOBODY: ReadonlySet<UserId> = new Set()

/**
 * Who was removed from a group, or dropped for a new identity, and not taken back since: the door that a link opens is
 * shut to him until an admin opens it (R2, R4). Who left by himself comes back as he likes.
 */
export function shutOutAfter(
  before: ReadonlySet<UserId>,
  prev: Roster,
  record: EpochRecord,
  roster: Roster,
): ReadonlySet<UserId> {
  const { reason, kind } = record
  const sendsAway = reason === REASON.remove || reason === REASON.reset
  if (kind === CHAT_KIND.direct || !(sendsAway || (reason === REASON.add && before.size > 0))) return before
  const after = new Set(before)
  const { added, removed } = diffRosters(prev, roster)
  for (const { user } of removed) if (sendsAway) after.add(user)
  for (const { user } of added) after.delete(user)
  return after
}

/** Whether a plain member takes back, by a link or without one, somebody whom the admins sent away. */
export function opensForShutOut(
  shutOut: ReadonlySet<UserId>,
  prev: Roster,
  record: EpochRecord,
  roster: Roster,
): boolean {
  if (shutOut.size === 0 || record.reason !== REASON.add) return false
  if (findMember(prev, record.by)?.role !== ROLE.member) return false
  return diffRosters(prev, roster).added.some(({ user }) => shutOut.has(user))
}

import { equal } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { UserId } from '../ids.ts'
import { directChatId, groupChatId } from './chat-id.ts'
import { CHAT_KIND, EPOCH_EXT, REASON } from './epoch.ts'
import type { EpochRecord, Reason } from './epoch.ts'
import { findExtension } from './extensions.ts'
import { ORIGIN_HASH } from './hash.ts'
import { keepsHistory, sameRights, WHO } from './policy.ts'
import type { Policy } from './policy.ts'
import { applyRoster, diffRosters } from './roster-changes.ts'
import type { RosterDiff } from './roster-changes.ts'
import { checkInvites, letsIn, opensNothing, readsInvites } from './invite-order.ts'
import { findMember, ROLE } from './roster.ts'
import type { Roster, RosterEntry } from './roster.ts'

/** Why an epoch is not the next one. `stale` alone may be the honest author's: sync, verify, try again. */
export type EpochRefusal =
  | 'stale'
  | 'prev_hash'
  | 'chat'
  | 'author'
  | 'rights'
  | 'roster'
  | 'roster_hash'
  | 'reason'
  | 'policy'
  | 'key'
  | 'prev_box'
  | 'leave'
  | 'invite'
  | 'fork'

/** The newest accepted epoch and its hash. */
export type EpochHead = { readonly record: EpochRecord; readonly hash: Bytes }

export type EpochCheck =
  | { readonly ok: true; readonly roster: Roster }
  | { readonly ok: false; readonly reason: EpochRefusal }

const FLOOR_REASONS: ReadonlySet<Reason> = new Set([
  REASON.create,
  REASON.remove,
  REASON.leave,
  REASON.revoke,
  REASON.puk,
  REASON.reset,
  REASON.disappearing,
])
/** What a plain member may write; what else he may comes from the policy. */
const MEMBER_REASONS: ReadonlySet<Reason> = new Set([REASON.rekey, REASON.revoke, REASON.puk, REASON.leave])
/** What can go without a new key, since nobody loses a right to the old one. */
const SAME_KEY_REASONS: ReadonlySet<Reason> = new Set([REASON.add, REASON.policy, REASON.roles])

/** Whether messages of earlier epochs are refused from here on (rule 8). */
export function raisesFloor(record: EpochRecord): boolean {
  return FLOOR_REASONS.has(record.reason) || (record.reason === REASON.add && !record.sameKey)
}

/** Whether this epoch must hold the previous key under its own: only where both policies keep history (rules 16, 23). */
export function bridges(prev: EpochRecord, next: Pick<EpochRecord, 'kind' | 'reason' | 'policy' | 'sameKey'>): boolean {
  const identityChanged = next.kind === CHAT_KIND.direct && next.reason === REASON.reset
  return !next.sameKey && !identityChanged && keepsHistory(prev.policy) && keepsHistory(next.policy)
}

/** The members who get a box of this epoch: all, or only the newcomers when the key stays. */
export function boxedUsers(record: EpochRecord, roster: Roster): UserId[] {
  return roster.filter((entry) => !record.sameKey || entry.since === record.n).map((entry) => entry.user)
}

/** One box for each of boxedUsers and none besides. */
export function checkBoxes(
  record: EpochRecord,
  roster: Roster,
  boxUsers: readonly UserId[],
): 'ok' | 'missing' | 'extra' {
  const expected = new Set(boxedUsers(record, roster))
  for (const user of boxUsers) if (!expected.delete(user)) return 'extra'
  return expected.size === 0 ? 'ok' : 'missing'
}

/**
 * Every rule of order and right that needs no key. The server accepts by it and clients check by it again; signatures,
 * keyCommit and prevBox's content are checked by clients alone. `prev` is null for epoch 0, with an empty roster.
 */
export function checkEpochFollows(prev: EpochHead | null, prevRoster: Roster, record: EpochRecord): EpochCheck {
  if (!readsInvites(record)) return { ok: false, reason: 'invite' }
  const orderRefusal = prev === null ? checkFirstOrder(record) : checkOrder(prev, record)
  if (orderRefusal !== null) return { ok: false, reason: orderRefusal }
  const roster = applyRoster(prevRoster, record)
  if (roster === null) return { ok: false, reason: 'roster_hash' }
  const refusal = prev === null ? checkFirst(record, roster) : checkChange(prev.record, prevRoster, record, roster)
  return refusal === null ? { ok: true, roster } : { ok: false, reason: refusal }
}

function checkFirstOrder(record: EpochRecord): EpochRefusal | null {
  if (record.n !== 0) return 'stale'
  return equal(record.prevHash, ORIGIN_HASH) ? null : 'prev_hash'
}

function checkOrder(prev: EpochHead, record: EpochRecord): EpochRefusal | null {
  if (record.chat !== prev.record.chat || record.kind !== prev.record.kind) return 'chat'
  if (record.n !== prev.record.n + 1) return 'stale'
  if (!equal(record.prevHash, prev.hash)) return 'prev_hash'
  const a = prev.record.seen
  const b = record.seen
  if (a.seq === b.seq && !equal(a.hash, b.hash)) return 'fork'
  return null
}

function checkFirst(record: EpochRecord, roster: Roster): EpochRefusal | null {
  if (record.reason !== REASON.create) return 'reason'
  if (record.sameKey) return 'key'
  if (record.prevBox !== undefined) return 'prev_box'
  if (record.leaves.length > 0) return 'leave'
  if (!opensNothing(record)) return 'invite'
  const author = findMember(roster, record.by)
  if (author === undefined || author.role !== ROLE.owner) return 'author'
  if (roster.some((entry) => entry.since !== 0)) return 'roster'
  return record.kind === CHAT_KIND.direct ? checkDirect(record, roster) : checkGroup(record)
}

function checkDirect(record: EpochRecord, roster: Roster): EpochRefusal | null {
  const [first, second] = roster
  if (first === undefined || roster.length > 2) return 'roster'
  if (roster.some((entry) => entry.role !== ROLE.owner)) return 'roster'
  return record.chat === directChatId(first.user, second?.user ?? first.user) ? null : 'chat'
}

function checkGroup(record: EpochRecord): EpochRefusal | null {
  const nonce = findExtension(record.ext, EPOCH_EXT.nonce)
  return nonce?.length === 16 && record.chat === groupChatId(record.by, nonce) ? null : 'chat'
}

function checkChange(prev: EpochRecord, prevRoster: Roster, record: EpochRecord, roster: Roster): EpochRefusal | null {
  if (record.reason === REASON.create) return 'reason'
  const author = findMember(prevRoster, record.by)
  // The author must stay: a leaver or a removed member never knows the next key.
  if (author === undefined || findMember(roster, record.by) === undefined) return 'author'
  const diff = diffRosters(prevRoster, roster)
  if (!mayWrite(author, prev, record, diff)) return 'rights'
  if (outranked(author, diff, record.reason)) return 'rights'
  return (
    checkEntries(record, diff) ??
    checkLeaves(record, diff) ??
    checkInvites(prev, record, diff) ??
    checkPolicy(prev.policy, record) ??
    checkKey(prev, record, diff)
  )
}

function mayWrite(author: RosterEntry, prev: EpochRecord, record: EpochRecord, diff: RosterDiff): boolean {
  const { policy } = prev
  if (author.role !== ROLE.member || MEMBER_REASONS.has(record.reason)) return true
  if (record.reason === REASON.add) return policy.add === WHO.everybody || letsIn(prev, record, diff)
  return record.reason === REASON.disappearing && policy.timer > 0 && policy.timer === record.policy.timer
}

/** Nobody gives, changes or takes away a rank above his own; a plain member's newcomers are plain members. */
function outranked(author: RosterEntry, diff: RosterDiff, reason: Reason): boolean {
  const ranks = [
    ...diff.added.map((entry) => entry.role),
    ...(reason === REASON.leave ? [] : diff.removed.map((entry) => entry.role)),
    ...diff.roleChanged.flatMap(({ before, after }) => [before.role, after.role]),
  ]
  return ranks.some((role) => role > author.role)
}

/** Each reason allows its own kind of change. Otherwise a removal could pass as a rekey and leave the floor where it was. */
function checkEntries(record: EpochRecord, diff: RosterDiff): EpochRefusal | null {
  const { reason, kind, n } = record
  const direct = kind === CHAT_KIND.direct
  if (diff.added.length > 0 && (reason !== REASON.add || direct)) return 'roster'
  if (diff.added.some((entry) => entry.since !== n)) return 'roster'
  const drops = reason === REASON.remove || reason === REASON.leave || reason === REASON.reset
  if (diff.removed.length > 0 && (!drops || direct)) return 'roster'
  if (diff.roleChanged.length > 0 && (reason !== REASON.roles || direct)) return 'roster'
  for (const { before, after } of diff.kept) {
    if (after.chainSeq < before.chainSeq || after.pukGen < before.pukGen) return 'roster'
    if (!equal(before.ikFp, after.ikFp)) {
      // Only in a direct chat: elsewhere a person with a new identity is dropped, and added again by a human (rule 2).
      if (reason !== REASON.reset || !direct || after.since !== n || after.pukGen === before.pukGen) return 'roster'
      continue
    }
    if (after.since !== before.since) return 'roster'
    const samePuk = equal(before.pukFp, after.pukFp)
    if ((after.pukGen === before.pukGen) !== samePuk) return 'roster'
    // A new PUK follows a lost device, which must not keep reading or writing under the old epochs.
    if (!samePuk && !raisesFloor(record)) return 'roster'
  }
  return null
}

function checkLeaves(record: EpochRecord, diff: RosterDiff): EpochRefusal | null {
  if (record.reason !== REASON.leave) return record.leaves.length === 0 ? null : 'leave'
  if (diff.removed.length === 0 || record.leaves.length !== diff.removed.length) return 'leave'
  const valid = record.leaves.every((leave, i) => {
    const entry = diff.removed[i]
    return (
      entry?.user === leave.user && leave.chat === record.chat && leave.epoch >= entry.since && leave.epoch < record.n
    )
  })
  return valid ? null : 'leave'
}

function checkPolicy(before: Policy, record: EpochRecord): EpochRefusal | null {
  const after = record.policy
  if (!sameRights(before, after) && record.reason !== REASON.policy) return 'policy'
  if (before.timer !== after.timer && record.reason !== REASON.disappearing) return 'policy'
  return null
}

function checkKey(prev: EpochRecord, record: EpochRecord, diff: RosterDiff): EpochRefusal | null {
  if (equal(prev.keyCommit, record.keyCommit) !== record.sameKey) return 'key'
  if (record.sameKey && !SAME_KEY_REASONS.has(record.reason)) return 'key'
  // A key that lived under "no history" must not reach newcomers once history is on.
  if (record.sameKey && prev.policy.history !== record.policy.history) return 'key'
  const joinsWithHistory = diff.added.length > 0 && keepsHistory(prev.policy) && keepsHistory(record.policy)
  if (diff.added.length > 0 && record.sameKey !== joinsWithHistory) return 'key'
  return (record.prevBox !== undefined) === bridges(prev, record) ? null : 'prev_box'
}

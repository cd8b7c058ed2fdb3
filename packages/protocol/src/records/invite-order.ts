import { equal, RecordError } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import { CHAT_KIND, EPOCH_EXT, REASON } from './epoch.ts'
import type { EpochRecord } from './epoch.ts'
import { findExtension } from './extensions.ts'
import { decodeInvites, decodeJoinProofs, joinSigningInput } from './invite.ts'
import type { Invite, JoinProof } from './invite.ts'
import type { RosterDiff } from './roster-changes.ts'
import { ROLE } from './roster.ts'
import type { Roster } from './roster.ts'

/** The links that let people in as of this epoch. RecordError when they are not canonical. */
export function invitesOf(record: Pick<EpochRecord, 'ext'>): Invite[] {
  const bytes = findExtension(record.ext, EPOCH_EXT.invites)
  return bytes === undefined ? [] : decodeInvites(bytes)
}

export function joinProofsOf(record: Pick<EpochRecord, 'ext'>): JoinProof[] {
  const bytes = findExtension(record.ext, EPOCH_EXT.joinProofs)
  return bytes === undefined ? [] : decodeJoinProofs(bytes)
}

/** Whether links and proofs are canonical. */
export function readsInvites(record: EpochRecord): boolean {
  try {
    return invitesOf(record).length + joinProofsOf(record).length >= 0
  } catch (error) {
    if (error instanceof RecordError) return false
    throw error
  }
}

/** The signatures that an epoch's join proofs claim; whoever accepts the epoch checks each of them. */
export function joinClaims(record: EpochRecord, roster: Roster): { pub: Bytes; input: Bytes; sig: Bytes }[] {
  return joinProofsOf(record).flatMap(({ user, pub, sig }) => {
    const entry = roster.find((member) => member.user === user)
    if (entry === undefined) return []
    const { ikFp, pukFp } = entry
    return [{ pub, sig, input: joinSigningInput({ chat: record.chat, user, ikFp, pukFp }) }]
  })
}

/** Whether a plain member may write this `add`: each newcomer holds a link that needs nobody's approval. */
export function letsIn(prev: EpochRecord, record: EpochRecord, diff: RosterDiff): boolean {
  const proofs = new Map(joinProofsOf(record).map((proof) => [proof.user, proof]))
  const open = invitesOf(prev).filter((invite) => !invite.approval)
  return diff.added.every((entry) => {
    const proof = proofs.get(entry.user)
    return proof !== undefined && open.some((invite) => equal(invite.pub, proof.pub))
  })
}

/** A chat's first epoch has no links yet. */
export function opensNothing(record: EpochRecord): boolean {
  return invitesOf(record).length === 0 && joinProofsOf(record).length === 0
}

/**
 * Only an admin's `policy` epoch changes the list of links; any other carries it on. A proof stands for a newcomer of
 * this very epoch, a plain member, by a link that the epoch before listed.
 */
export function checkInvites(prev: EpochRecord, record: EpochRecord, diff: RosterDiff): 'invite' | null {
  if (record.kind === CHAT_KIND.direct) return opensNothing(record) ? null : 'invite'
  const carried = same(findExtension(prev.ext, EPOCH_EXT.invites), findExtension(record.ext, EPOCH_EXT.invites))
  if (!carried && record.reason !== REASON.policy) return 'invite'
  const invites = invitesOf(prev)
  const holds = joinProofsOf(record).every(
    ({ user, pub }) =>
      diff.added.some((entry) => entry.user === user && entry.role === ROLE.member) &&
      invites.some((invite) => equal(invite.pub, pub)),
  )
  return holds ? null : 'invite'
}

const same = (a: Bytes | undefined, b: Bytes | undefined): boolean =>
  a === undefined || b === undefined ? a === b : equal(a, b)

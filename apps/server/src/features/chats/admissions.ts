import { SorokaError } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import { joinClaims, joinProofsOf } from '@soroka/protocol/records'
import type { EpochRecord, JoinProof, Roster, RosterDiff } from '@soroka/protocol/records'
import { verifyEd25519 } from '../../platform/keys/index.ts'
import { countFirstMet } from './newcomers.ts'
import { findUnwilling } from './acceptance-repo.ts'
import { refusedEpoch } from './epoch-proof.ts'
import { spendInvite } from './invites-repo.ts'
import { findJoins } from './joins-repo.ts'
import type { LockedChat } from './locked-chat.ts'
import type { Transaction } from './queries.ts'
import { findShutOut } from './shut-out.ts'

/**
 * Each join proof is a signature by its link over the newcomer's present keys.
 * @throws SorokaError EPOCH_REFUSED
 */
export function checkJoinProofs(record: EpochRecord, roster: Roster): void {
  for (const { pub, input, sig } of joinClaims(record, roster))
    if (!verifyEd25519(pub, input, sig)) throw refusedEpoch('invite')
}

/**
 * Whether the newcomers of an epoch may come in (R4): by a link that holds, for which they asked themselves, or because
 * they let the author add them. Whom the admins sent away only an admin takes back.
 * @throws SorokaError INVITE_INVALID, NOT_ACCEPTING with the people who don't
 */
export async function admit(
  tx: Transaction,
  locked: LockedChat,
  record: EpochRecord,
  diff: RosterDiff,
  at: number,
  days: number,
): Promise<void> {
  const proofs = joinProofsOf(record)
  if (locked.role === 'member') {
    const newcomers = diff.added.map((entry) => entry.user)
    if ((await findShutOut(tx, record.chat, newcomers)).length > 0) throw refusedEpoch('rights')
  }
  await spendLinks(tx, locked, record, proofs, at)
  const byLink = new Set<UserId>(proofs.map((proof) => proof.user))
  const users = diff.added.map((entry) => entry.user).filter((user) => !byLink.has(user))
  const unwilling = await findUnwilling(tx, record.by, users)
  if (unwilling.length > 0) throw new SorokaError('NOT_ACCEPTING', { users: unwilling })
  await countFirstMet(tx, { by: record.by, chat: record.chat, what: 'group', others: users, days, at })
}

async function spendLinks(
  tx: Transaction,
  locked: LockedChat,
  record: EpochRecord,
  proofs: readonly JoinProof[],
  at: number,
): Promise<void> {
  if (proofs.length === 0) return
  const users = proofs.map((proof) => proof.user)
  const asked = new Map((await findJoins(tx, record.chat, users)).map((join) => [join.user, join]))
  const uses = new Map<string, { pub: Buffer; times: number }>()
  for (const proof of proofs) {
    const join = asked.get(proof.user)
    // Who holds a link can sign for anybody: only he himself asks for himself.
    if (join === undefined || !join.pub.equals(proof.pub)) throw new SorokaError('INVITE_INVALID')
    if (join.refused && locked.role === 'member') throw new SorokaError('INVITE_INVALID')
    const key = join.pub.toString('base64url')
    uses.set(key, { pub: join.pub, times: (uses.get(key)?.times ?? 0) + 1 })
  }
  for (const { pub, times } of uses.values())
    if (!(await spendInvite(tx, record.chat, pub, times, at))) throw new SorokaError('INVITE_INVALID')
}

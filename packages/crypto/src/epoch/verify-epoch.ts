import type { UserId } from '@soroka/protocol'
import { equal, RecordError } from '@soroka/protocol/bytes'
import {
  certifiedDevice,
  checkEpochFollows,
  decodeEpoch,
  epochSigningInput,
  findMember,
  hashEpoch,
  joinClaims,
  leaveSigningInput,
  opensForShutOut,
} from '@soroka/protocol/records'
import type { EpochRecord, EpochRefusal, Leave, Roster } from '@soroka/protocol/records'
import type { DeviceId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import { verify } from '../primitives/sign.ts'
import { verifiedEpoch } from './create-epoch.ts'
import type { Chains, VerifiedEpoch } from './create-epoch.ts'

/**
 * Why a device's signature doesn't count. 'chain_behind': the roster knows a newer state of that person's chain than we
 * do, so a revocation may be withheld; fetch the chain and try again.
 */
export type DeviceRefusal = 'no_chain' | 'chain_behind' | 'identity' | 'device' | 'revoked' | 'signature'

export type EpochResult =
  | { readonly ok: true; readonly epoch: VerifiedEpoch }
  | { readonly ok: false; readonly reason: EpochRefusal | DeviceRefusal | 'malformed'; readonly user?: UserId }

/**
 * Checks the next record of a chat against the client's own verified head (null: epoch 0): the shared rules of order,
 * the author's signature by a certified device, those of leavers and joiners, and every known member's keys against his
 * pinned chain.
 */
export async function verifyEpoch(prev: VerifiedEpoch | null, bytes: Uint8Array, chains: Chains): Promise<EpochResult> {
  const record = decode(bytes)
  if (record === null) return { ok: false, reason: 'malformed' }
  const order = checkEpochFollows(prev, prev?.roster ?? [], record)
  if (!order.ok) return order
  const { roster } = order
  if (prev !== null && opensForShutOut(prev.shutOut, prev.roster, record, roster))
    return { ok: false, reason: 'rights' }
  const foreign = foreignKey(prev?.roster ?? [], roster, chains)
  if (foreign !== null) return { ok: false, reason: 'identity', user: foreign }
  const author = await checkSigner(roster, chains, record.by, record.device, record.sig, epochSigningInput(record))
  if (author !== null) return { ok: false, reason: author, user: record.by }
  for (const leave of record.leaves) {
    const refusal = await checkLeave(prev?.roster ?? [], chains, leave)
    if (refusal !== null) return { ok: false, reason: refusal, user: leave.user }
  }
  for (const { pub, sig, input } of joinClaims(record, roster))
    if (!(await verify(pub, sig, input))) return { ok: false, reason: 'invite' }
  return { ok: true, epoch: verifiedEpoch(prev, record, hashEpoch(bytes), roster) }
}

/** Whether a member's device, certified on his chain and not revoked where the roster counts it, signed these bytes. */
export async function checkSigner(
  roster: Roster,
  chains: Chains,
  user: UserId,
  device: DeviceId,
  sig: Bytes,
  input: Bytes,
): Promise<DeviceRefusal | null> {
  const entry = findMember(roster, user)
  const chain = chains.get(user)
  if (entry === undefined || chain === undefined) return 'no_chain'
  const certified = certifiedDevice(chain, device, entry)
  if (typeof certified === 'string') return certified
  return (await verify(certified.signPub, sig, input)) ? null : 'signature'
}

/** Whether the leaver's own device asked for it. */
export function checkLeave(prevRoster: Roster, chains: Chains, leave: Leave): Promise<DeviceRefusal | null> {
  return checkSigner(prevRoster, chains, leave.user, leave.device, leave.sig, leaveSigningInput(leave))
}

/** A member who is new or changed and whose keys are not those of the chain that we have pinned for him. */
function foreignKey(before: Roster, after: Roster, chains: Chains): UserId | null {
  for (const entry of after) {
    const chain = chains.get(entry.user)
    const old = findMember(before, entry.user)
    const unchanged = old !== undefined && equal(old.ikFp, entry.ikFp) && equal(old.pukFp, entry.pukFp)
    if (chain === undefined || unchanged) continue
    if (!chain.identities.some((identity) => equal(identity.ikFp, entry.ikFp))) return entry.user
    const puk = chain.puks.find((one) => one.gen === entry.pukGen)
    // A generation newer than our copy of the chain shows as 'chain_behind' once he signs; a wrong one is foreign now.
    if (puk !== undefined && !equal(puk.fp, entry.pukFp)) return entry.user
  }
  return null
}

function decode(bytes: Uint8Array): EpochRecord | null {
  try {
    return decodeEpoch(bytes)
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}

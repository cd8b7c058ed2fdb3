import type { DeviceId, UserId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import {
  boxedUsers,
  CHAT_KIND,
  checkEpochFollows,
  currentPuk,
  directChatId,
  encodeEpoch,
  EPOCH_EXT,
  epochSigningInput,
  findMember,
  groupChatId,
  hashEpoch,
  hashRoster,
  NOBODY,
  opensForShutOut,
  ORIGIN_HASH,
  raisesFloor,
  REASON,
  ROLE,
  rosterChanges,
  shutOutAfter,
  sortRoster,
} from '@soroka/protocol/records'
import type {
  ChainState,
  EpochHead,
  EpochRecord,
  Policy,
  Role,
  Roster,
  RosterEntry,
  Seen,
  UnsignedEpoch,
} from '@soroka/protocol/records'
import { CryptoError } from '../crypto-error.ts'
import { randomBytes } from '../primitives/random.ts'
import { sign } from '../primitives/sign.ts'
import { sealBox } from './box.ts'
import { commitToKey, createEpochKey } from './epoch-key.ts'
import type { EpochKey } from './epoch-key.ts'

/** An epoch that this client has checked itself, from epoch 0 on. Only verifyEpoch and the makers here produce one. */
export type VerifiedEpoch = EpochHead & {
  readonly roster: Roster
  /** Messages of earlier epochs are refused when this is the head (rule 8). */
  readonly floor: number
  /** Whom only an admin takes back. */
  readonly shutOut: ReadonlySet<UserId>
}

/** The verified chains of the people concerned; each has passed its pin. */
export type Chains = ReadonlyMap<UserId, ChainState>

/** Who writes an epoch or a message, and with which device's key. */
export type Author = { readonly user: UserId; readonly device: DeviceId; readonly signKey: CryptoKey }

export type NewEpoch = {
  readonly epoch: VerifiedEpoch
  readonly bytes: Bytes
  readonly key: EpochKey
  readonly boxes: readonly { readonly user: UserId; readonly box: Bytes }[]
}

/** Epoch 0 of the direct chat of the author and `peer`; with himself it is his Nest (rule 7). */
export function createDirectEpoch(args: {
  readonly author: Author
  readonly peer: UserId
  readonly chains: Chains
  readonly policy: Policy
}): Promise<NewEpoch> {
  const users = [...new Set([args.author.user, args.peer])]
  return createFirst({
    author: args.author,
    chains: args.chains,
    policy: args.policy,
    kind: CHAT_KIND.direct,
    chat: directChatId(args.author.user, args.peer),
    roster: sortRoster(users.map((user) => memberOf(args.chains, user, ROLE.owner, 0))),
    ext: [],
  })
}

/** Epoch 0 of a new group; the author is its owner. `members` are the others. */
export function createGroupEpoch(args: {
  readonly author: Author
  readonly members: readonly { readonly user: UserId; readonly role: Role }[]
  readonly chains: Chains
  readonly policy: Policy
}): Promise<NewEpoch> {
  const nonce = randomBytes(16)
  const members = [{ user: args.author.user, role: ROLE.owner as Role }, ...args.members]
  return createFirst({
    author: args.author,
    chains: args.chains,
    policy: args.policy,
    kind: CHAT_KIND.group,
    chat: groupChatId(args.author.user, nonce),
    roster: sortRoster(members.map(({ user, role }) => memberOf(args.chains, user, role, 0))),
    ext: [{ tag: EPOCH_EXT.nonce, bytes: nonce }],
  })
}

/** A member's roster entry by his verified chain. CryptoError 'missing_chain' without one. */
export function memberOf(chains: Chains, user: UserId, role: Role, since: number): RosterEntry {
  const chain = chains.get(user)
  if (chain === undefined) throw new CryptoError('missing_chain', user)
  const puk = currentPuk(chain)
  return { user, role, ikFp: chain.ikFp, pukGen: puk.gen, pukFp: puk.fp, chainSeq: chain.seq, since }
}

/** Signs a record and seals its boxes. CryptoError 'not_allowed' if the shared rules of order refuse it. */
export async function finishEpoch(args: {
  readonly prev: VerifiedEpoch | null
  readonly record: Omit<UnsignedEpoch, 'changes' | 'rosterHash'>
  readonly roster: Roster
  readonly ek: Bytes
  readonly author: Author
  readonly chains: Chains
}): Promise<NewEpoch> {
  const { prev, roster, ek } = args
  const prevRoster = prev?.roster ?? []
  const unsigned: UnsignedEpoch = {
    ...args.record,
    changes: rosterChanges(args.record.n, prevRoster, roster),
    rosterHash: hashRoster(roster),
  }
  const record: EpochRecord = { ...unsigned, sig: await sign(args.author.signKey, epochSigningInput(unsigned)) }
  const check = checkEpochFollows(prev, prevRoster, record)
  if (!check.ok) throw new CryptoError('not_allowed', check.reason)
  if (opensForShutOut(prev?.shutOut ?? NOBODY, prevRoster, record, roster))
    throw new CryptoError('not_allowed', 'shut_out')
  const boxes = await sealBoxes(record, roster, ek, args.chains)
  const bytes = encodeEpoch(record)
  const epoch = verifiedEpoch(prev, record, hashEpoch(bytes), roster)
  return { epoch, bytes, key: createEpochKey(record.chat, record.n, ek), boxes }
}

/** Boxes made between two breaths: whoever shares the thread goes on meanwhile. */
const AT_ONCE = 16

async function sealBoxes(record: EpochRecord, roster: Roster, ek: Bytes, chains: Chains): Promise<NewEpoch['boxes']> {
  const users = boxedUsers(record, roster)
  const boxes: { user: UserId; box: Bytes }[] = []
  for (let at = 0; at < users.length; at += AT_ONCE) {
    if (at > 0) await breathe()
    const some = users.slice(at, at + AT_ONCE).map(async (user) => {
      const entry = findMember(roster, user)
      const chain = chains.get(user)
      if (entry === undefined || chain === undefined) throw new CryptoError('missing_chain', user)
      return { user, box: await sealBox(record, ek, entry, chain) }
    })
    boxes.push(...(await Promise.all(some)))
  }
  return boxes
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

export function verifiedEpoch(
  prev: VerifiedEpoch | null,
  record: EpochRecord,
  hash: Bytes,
  roster: Roster,
): VerifiedEpoch {
  const floor = prev === null || raisesFloor(record) ? record.n : prev.floor
  const shutOut = shutOutAfter(prev?.shutOut ?? NOBODY, prev?.roster ?? [], record, roster)
  return { record, hash, roster, floor, shutOut }
}

const NOTHING_SEEN: Seen = { seq: 0, hash: ORIGIN_HASH }

async function createFirst(args: {
  readonly author: Author
  readonly chains: Chains
  readonly policy: Policy
  readonly kind: EpochRecord['kind']
  readonly chat: EpochRecord['chat']
  readonly roster: Roster
  readonly ext: EpochRecord['ext']
}): Promise<NewEpoch> {
  const ek = randomBytes(32)
  const { author, chains, policy, kind, chat, roster, ext } = args
  const record = {
    chat,
    kind,
    n: 0,
    prevHash: ORIGIN_HASH,
    reason: REASON.create,
    sameKey: false,
    policy,
    keyCommit: commitToKey(chat, ek),
    leaves: [],
    seen: NOTHING_SEEN,
    by: author.user,
    device: author.device,
    ext,
  }
  return finishEpoch({ prev: null, record, roster, ek, author, chains })
}

import type { UserId } from '@soroka/protocol'
import { compareBytes, equal } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import {
  bridges,
  CHAT_KIND,
  currentPuk,
  encodeInvites,
  encodeJoinProofs,
  EPOCH_EXT,
  findExtension,
  findMember,
  keepsHistory,
  REASON,
  sortRoster,
} from '@soroka/protocol/records'
import type {
  Extension,
  Invite,
  JoinProof,
  Leave,
  Policy,
  Reason,
  Role,
  Roster,
  RosterEntry,
  Seen,
} from '@soroka/protocol/records'
import { CryptoError } from '../crypto-error.ts'
import { randomBytes } from '../primitives/random.ts'
import { finishEpoch, memberOf } from './create-epoch.ts'
import type { Author, Chains, NewEpoch, VerifiedEpoch } from './create-epoch.ts'
import { commitToKey, isCommitted, sealPrevBox } from './epoch-key.ts'

/** Somebody who is to come in; `join` is his proof that he holds a link. */
export type Newcomer = {
  readonly user: UserId
  readonly role: Role
  readonly join?: { readonly pub: Bytes; readonly sig: Bytes }
}

/** What an author wants of the next epoch. It is applied anew to the newest head after every refusal. */
export type Intent =
  /** A fresh key; takes along whatever newer user keys the members' chains hold. */
  | { readonly type: 'rekey' }
  /** A device of a member was revoked: the same with a reason that says so. */
  | { readonly type: 'revoke' }
  | { readonly type: 'add'; readonly users: readonly Newcomer[] }
  | { readonly type: 'remove'; readonly users: readonly UserId[] }
  | { readonly type: 'leave'; readonly leaves: readonly Leave[] }
  | { readonly type: 'timer'; readonly seconds: number }
  | { readonly type: 'policy'; readonly policy: Omit<Policy, 'timer'> }
  /** The links that hold from here on, all of them. */
  | { readonly type: 'invites'; readonly invites: readonly Invite[] }
  | { readonly type: 'roles'; readonly roles: readonly { readonly user: UserId; readonly role: Role }[] }
  /** A member has a new identity: in a group he is dropped; in a direct chat a human has confirmed the new key. */
  | { readonly type: 'reset'; readonly user: UserId }

/**
 * The epoch after the client's own verified head; never made from the server's word of where the chain stands.
 * `prevEk` may be missing only where nothing bridges. CryptoError 'not_allowed' | 'missing_chain' | 'identity_changed'.
 */
export async function nextEpoch(args: {
  readonly prev: VerifiedEpoch
  readonly prevEk: Bytes | null
  readonly intent: Intent
  readonly author: Author
  readonly chains: Chains
  readonly seen: Seen
}): Promise<NewEpoch> {
  const { prev, prevEk, intent, author, chains } = args
  if (prevEk !== null && !isCommitted(prev.record, prevEk)) throw new CryptoError('bad_key', 'not the head epoch key')
  const { chat, kind, policy: before } = prev.record
  const n = prev.record.n + 1
  const policy = nextPolicy(before, intent)
  const sameKey = keepsKey(intent, before, policy)
  const changed = changeRoster(prev, intent, chains, n)
  // New user keys enter only with an epoch that raises the floor (rule 8).
  const calm = sameKey || intent.type === 'policy'
  const roster = calm ? changed : changed.map((entry) => refresh(entry, chains))
  const reason = reasonOf(intent, prev.roster, roster)
  const ek = sameKey ? prevEk : randomBytes(32)
  const bridged = bridges(prev.record, { kind, reason, policy, sameKey })
  if (ek === null || (bridged && prevEk === null)) throw new CryptoError('bad_key', 'the head epoch key is needed')
  const prevBox =
    bridged && prevEk !== null
      ? await sealPrevBox(chat, n, ek, { ek: prevEk, keyCommit: prev.record.keyCommit })
      : undefined
  const record = {
    chat,
    kind,
    n,
    prevHash: prev.hash,
    reason,
    sameKey,
    policy,
    keyCommit: commitToKey(chat, ek),
    leaves: intent.type === 'leave' ? sortRoster(intent.leaves) : [],
    seen: args.seen,
    by: author.user,
    device: author.device,
    ext: extensionsOf(prev, intent),
  }
  return finishEpoch({
    prev,
    record: prevBox === undefined ? record : { ...record, prevBox },
    roster,
    ek,
    author,
    chains,
  })
}

/** Where nobody loses a right to the key, it stays: a group of a thousand needs no thousand boxes then (rule 4). */
function keepsKey(intent: Intent, before: Policy, after: Policy): boolean {
  if (intent.type === 'add') return keepsHistory(before) && keepsHistory(after)
  if (intent.type === 'policy') return before.history === after.history
  return intent.type === 'roles' || intent.type === 'invites'
}

/** Links are carried on by every epoch that does not change them; proofs stand for this epoch's newcomers. */
function extensionsOf(prev: VerifiedEpoch, intent: Intent): Extension[] {
  const invites =
    intent.type === 'invites' ? listInvites(intent.invites) : findExtension(prev.record.ext, EPOCH_EXT.invites)
  const ext: Extension[] = invites === undefined ? [] : [{ tag: EPOCH_EXT.invites, bytes: invites }]
  const proofs = intent.type === 'add' ? joinProofs(prev, intent.users) : []
  if (proofs.length > 0) ext.push({ tag: EPOCH_EXT.joinProofs, bytes: encodeJoinProofs(sortRoster(proofs)) })
  return ext
}

function joinProofs(prev: VerifiedEpoch, users: readonly Newcomer[]): JoinProof[] {
  return users.flatMap(({ user, join }) =>
    join === undefined || findMember(prev.roster, user) !== undefined ? [] : [{ user, ...join }],
  )
}

function listInvites(invites: readonly Invite[]): Bytes | undefined {
  return invites.length === 0 ? undefined : encodeInvites(invites.toSorted((a, b) => compareBytes(a.pub, b.pub)))
}

function nextPolicy(before: Policy, intent: Intent): Policy {
  if (intent.type === 'timer') return { ...before, timer: intent.seconds }
  if (intent.type === 'policy') return { ...intent.policy, timer: before.timer }
  return before
}

function changeRoster(prev: VerifiedEpoch, intent: Intent, chains: Chains, n: number): Roster {
  const { roster } = prev
  switch (intent.type) {
    case 'rekey':
    case 'revoke':
    case 'timer':
    case 'policy':
    case 'invites':
      return roster
    case 'add': {
      const known = new Set(roster.map((entry) => entry.user))
      const added = intent.users.filter(({ user }) => !known.has(user))
      return sortRoster([...roster, ...added.map(({ user, role }) => memberOf(chains, user, role, n))])
    }
    case 'remove':
      return roster.filter((entry) => !intent.users.includes(entry.user))
    case 'leave': {
      const leavers = new Set(intent.leaves.map((leave) => leave.user))
      return roster.filter((entry) => !leavers.has(entry.user))
    }
    case 'roles': {
      const roles = new Map(intent.roles.map(({ user, role }) => [user, role]))
      return roster.map((entry) => ({ ...entry, role: roles.get(entry.user) ?? entry.role }))
    }
    case 'reset':
      return prev.record.kind === CHAT_KIND.direct
        ? roster.map((entry) => (entry.user === intent.user ? memberOf(chains, entry.user, entry.role, n) : entry))
        : roster.filter((entry) => entry.user !== intent.user)
  }
}

/** Takes over the member's newest verified keys, unless his identity changed: that needs a human (rule 2). */
function refresh(entry: RosterEntry, chains: Chains): RosterEntry {
  const chain = chains.get(entry.user)
  if (chain === undefined || !equal(chain.ikFp, entry.ikFp) || chain.seq < entry.chainSeq) return entry
  const puk = currentPuk(chain)
  return { ...entry, pukGen: puk.gen, pukFp: puk.fp, chainSeq: chain.seq }
}

function reasonOf(intent: Intent, before: Roster, after: Roster): Reason {
  switch (intent.type) {
    case 'rekey': {
      const gens = new Map(before.map((entry) => [entry.user, entry.pukGen]))
      return after.some((entry) => entry.pukGen !== gens.get(entry.user)) ? REASON.puk : REASON.rekey
    }
    case 'revoke':
      return REASON.revoke
    case 'add':
      return REASON.add
    case 'remove':
      return REASON.remove
    case 'leave':
      return REASON.leave
    case 'timer':
      return REASON.disappearing
    case 'policy':
    case 'invites':
      return REASON.policy
    case 'roles':
      return REASON.roles
    case 'reset':
      return REASON.reset
  }
}

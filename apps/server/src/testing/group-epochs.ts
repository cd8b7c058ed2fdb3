import { generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { ChatId, UserId } from '@soroka/protocol'
import {
  bridges,
  boxedUsers,
  CHAT_KIND,
  DEFAULT_POLICY,
  encodeInvites,
  encodeJoinProofs,
  encodeLeave,
  EPOCH_EXT,
  groupChatId,
  hashEpoch,
  hashRoster,
  joinSigningInput,
  keepsHistory,
  leaveSigningInput,
  ORIGIN_HASH,
  REASON,
  ROLE,
  rosterChanges,
  sortRoster,
  WRAP_BYTES,
} from '@soroka/protocol/records'
import type { Invite, JoinProof, Leave, Policy, Reason, Role, Roster } from '@soroka/protocol/records'
import { random, signBytes } from './people.ts'
import type { TestPerson } from './people.ts'
import { finishEpoch } from './sealed.ts'
import type { TestEpoch } from './sealed.ts'

export interface GroupOptions {
  readonly policy?: Partial<Policy>
  readonly admins?: readonly TestPerson[]
}

/** Epoch 0 of a group: its author is the owner. */
export function groupEpoch(author: TestPerson, others: readonly TestPerson[], options: GroupOptions = {}): TestEpoch {
  const { policy = {}, admins = [] } = options
  const roleOf = (person: TestPerson): Role => (admins.includes(person) ? ROLE.admin : ROLE.member)
  const entries = others.map((person) => person.rosterEntry(roleOf(person)))
  const roster = sortRoster([author.rosterEntry(ROLE.owner), ...entries])
  const nonce = random(16)
  return finishEpoch(author.device, roster, {
    chat: groupChatId(author.user, nonce),
    kind: CHAT_KIND.group,
    n: 0,
    prevHash: ORIGIN_HASH,
    reason: REASON.create,
    sameKey: false,
    policy: { ...DEFAULT_POLICY, ...policy },
    changes: rosterChanges(0, [], roster),
    rosterHash: hashRoster(roster),
    keyCommit: random(32),
    leaves: [],
    seen: { seq: 0, hash: ORIGIN_HASH },
    by: author.user,
    device: author.device.id,
    ext: [{ tag: EPOCH_EXT.nonce, bytes: nonce }],
  })
}

export interface EpochChange {
  readonly reason: Reason
  readonly roster?: Roster
  readonly policy?: Policy
  readonly leaves?: readonly Leave[]
  readonly proofs?: readonly JoinProof[]
  /** The whole list of links; without it the one before is carried on. */
  readonly invites?: readonly Invite[]
}

/** The epoch after another, with the key, the bridge and the boxes that its change asks for. */
export function changeEpoch(before: TestEpoch, author: TestPerson, change: EpochChange): TestEpoch {
  const { reason, roster = before.roster, policy = before.epoch.policy, leaves = [], proofs = [] } = change
  const n = before.epoch.n + 1
  const sameKey = keepsKey(before, reason, policy)
  const { prevBox: _, ...kept } = before.epoch
  const unsigned = {
    ...kept,
    n,
    prevHash: hashEpoch(before.epoch),
    reason,
    sameKey,
    policy,
    changes: rosterChanges(n, before.roster, roster),
    rosterHash: hashRoster(roster),
    keyCommit: sameKey ? before.epoch.keyCommit : random(32),
    leaves,
    by: author.user,
    device: author.device.id,
    ext: extensions(before, change.invites, proofs),
  }
  const bridged = bridges(before.epoch, unsigned)
  const made = finishEpoch(author.device, roster, bridged ? { ...unsigned, prevBox: random(WRAP_BYTES) } : unsigned)
  const boxed = new Set(boxedUsers(made.epoch, roster))
  return { ...made, boxes: made.boxes.filter((box) => boxed.has(box.user)) }
}

export function addMembers(
  before: TestEpoch,
  author: TestPerson,
  people: readonly TestPerson[],
  proofs: readonly JoinProof[] = [],
): TestEpoch {
  const since = before.epoch.n + 1
  const entries = people.map((person) => ({ ...person.rosterEntry(ROLE.member), since }))
  const roster = sortRoster([...before.roster, ...entries])
  return changeEpoch(before, author, { reason: REASON.add, roster, proofs: sortRoster(proofs) })
}

export function removeMembers(before: TestEpoch, author: TestPerson, people: readonly TestPerson[]): TestEpoch {
  return changeEpoch(before, author, { reason: REASON.remove, roster: without(before, people) })
}

/** Drops those who left, with their signed leaves. */
export function carryOut(before: TestEpoch, author: TestPerson, leaves: readonly Leave[]): TestEpoch {
  const gone = new Set(leaves.map((leave) => leave.user))
  const roster = before.roster.filter((entry) => !gone.has(entry.user))
  return changeEpoch(before, author, { reason: REASON.leave, roster, leaves: sortRoster(leaves) })
}

export function setRoles(before: TestEpoch, author: TestPerson, roles: ReadonlyMap<UserId, Role>): TestEpoch {
  const roster = before.roster.map((entry) => ({ ...entry, role: roles.get(entry.user) ?? entry.role }))
  return changeEpoch(before, author, { reason: REASON.roles, roster })
}

export function setPolicy(before: TestEpoch, author: TestPerson, policy: Partial<Policy>): TestEpoch {
  return changeEpoch(before, author, { reason: REASON.policy, policy: { ...before.epoch.policy, ...policy } })
}

export function setInvites(before: TestEpoch, author: TestPerson, invites: readonly Invite[]): TestEpoch {
  return changeEpoch(before, author, { reason: REASON.policy, invites })
}

/** A signed leave, as the record carries it. */
export function signLeave(person: TestPerson, chat: ChatId, epoch: number): Leave {
  const unsigned = { chat, user: person.user, device: person.device.id, epoch }
  return { ...unsigned, sig: signBytes(person.device.key, leaveSigningInput(unsigned)) }
}

export const leaveText = (leave: Leave): string => Buffer.from(encodeLeave(leave)).toString('base64url')

/** A link with its secret half. */
export interface TestLink {
  readonly invite: Invite
  /** base64url of the public half. */
  readonly pub: string
  readonly key: KeyObject
}

export function newLink(options: Partial<Omit<Invite, 'pub'>> = {}): TestLink {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const pub = publicKey.export({ format: 'jwk' }).x ?? ''
  const invite = { expiresAt: 0, maxUses: 0, approval: false, ...options }
  return { invite: { ...invite, pub: new Uint8Array(Buffer.from(pub, 'base64url')) }, pub, key: privateKey }
}

/** What somebody who holds the link signs to be let in. */
export function proveJoin(link: TestLink, chat: ChatId, person: TestPerson): JoinProof {
  const { user, ikFp, pukFp } = person.rosterEntry(ROLE.member)
  const sig = signBytes(link.key, joinSigningInput({ chat, user, ikFp, pukFp }))
  return { user, pub: link.invite.pub, sig }
}

export const proofText = (proof: JoinProof): string => Buffer.from(proof.sig).toString('base64url')

function without(before: TestEpoch, people: readonly TestPerson[]): Roster {
  const gone = new Set(people.map((person) => person.user))
  return before.roster.filter((entry) => !gone.has(entry.user))
}

function keepsKey(before: TestEpoch, reason: Reason, policy: Policy): boolean {
  if (reason === REASON.add) return keepsHistory(before.epoch.policy) && keepsHistory(policy)
  if (reason === REASON.policy) return before.epoch.policy.history === policy.history
  return reason === REASON.roles
}

function extensions(before: TestEpoch, invites: readonly Invite[] | undefined, proofs: readonly JoinProof[]) {
  const carried = before.epoch.ext.filter((ext) => ext.tag === EPOCH_EXT.invites)
  const order = (a: Invite, b: Invite): number => Buffer.compare(a.pub, b.pub)
  const listed =
    invites === undefined
      ? carried
      : invites.length === 0
        ? []
        : [{ tag: EPOCH_EXT.invites, bytes: encodeInvites(invites.toSorted(order)) }]
  const proved = proofs.length === 0 ? [] : [{ tag: EPOCH_EXT.joinProofs, bytes: encodeJoinProofs(proofs) }]
  return [...listed, ...proved]
}

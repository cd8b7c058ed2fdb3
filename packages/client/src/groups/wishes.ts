import { type Newcomer, verifyJoin, type VerifiedEpoch } from '@soroka/crypto'
import { limits, SorokaError, type UserId } from '@soroka/protocol'
import { equal, fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import type { JoinRequest } from '@soroka/protocol/contract'
import {
  type ChainState,
  CHAT_KIND,
  currentPuk,
  findMember,
  type Invite,
  invitesOf,
  MAX_INVITES,
  MAX_JOIN_PROOFS,
  ROLE,
  type RosterEntry,
  sameRights,
  WHO,
} from '@soroka/protocol/records'
import type { Wish } from '../epochs/epoch-writer.ts'
import type { PolicyView } from '../types.ts'
import { changedPolicy, isManager } from './facts.ts'

/** What people want of a group, seen from whatever head is the newest: refused where they may not, null where it is so. */

export function adding(self: UserId, users: readonly UserId[]): Wish {
  return (head) => {
    const me = member(head, self)
    must(isGroup(head) && (isManager(me.role) || head.record.policy.add === WHO.everybody))
    const fresh = [...new Set(users)].filter((user) => findMember(head.roster, user) === undefined)
    must(isManager(me.role) || !fresh.some((user) => head.shutOut.has(user)))
    room(head, fresh.length)
    return fresh.length === 0 ? null : { type: 'add', users: fresh.map((user) => ({ user, role: ROLE.member })) }
  }
}

/** Lets in who holds a link; `known`: the askers' chains. */
export function admitting(
  self: UserId,
  joins: readonly JoinRequest[],
  known: ReadonlyMap<UserId, ChainState>,
  answer: 'by link' | 'by me',
): Wish {
  return async (head) => {
    const manager = isManager(member(head, self).role)
    must(isGroup(head) && (manager || answer === 'by link'))
    const users: Newcomer[] = []
    for (const join of joins.slice(0, MAX_JOIN_PROOFS)) {
      if (findMember(head.roster, join.user) !== undefined) continue
      const proof = await proofOf(head, join, known.get(join.user))
      // The server may have made up that he asks.
      if (proof === null && answer === 'by me') throw new SorokaError('INVITE_INVALID')
      const open = proof !== null && !proof.invite.approval && !head.shutOut.has(join.user)
      if (answer === 'by link' && !open) continue
      users.push({ user: join.user, role: ROLE.member, ...(proof === null ? {} : { join: proof.join }) })
    }
    room(head, users.length)
    return users.length === 0 ? null : { type: 'add', users }
  }
}

export function removing(self: UserId, users: readonly UserId[]): Wish {
  return (head) => {
    const me = member(head, self)
    must(isGroup(head) && isManager(me.role) && !users.includes(self))
    const there = users.flatMap((user) => findMember(head.roster, user) ?? [])
    must(there.every(({ role }) => role <= me.role))
    return there.length === 0 ? null : { type: 'remove', users: there.map(({ user }) => user) }
  }
}

export function giving(self: UserId, user: UserId, role: 'member' | 'admin'): Wish {
  return (head) => {
    const [me, them] = [member(head, self), findMember(head.roster, user)]
    must(isGroup(head) && isManager(me.role))
    if (them === undefined) throw new SorokaError('NOT_FOUND')
    must(them.role !== ROLE.owner && them.role <= me.role)
    return them.role === ROLE[role] ? null : { type: 'roles', roles: [{ user, role: ROLE[role] }] }
  }
}

/** The group gets a new owner; the old one stays as an admin. */
export function handingOver(self: UserId, user: UserId): Wish {
  return (head) => {
    const [me, them] = [member(head, self), findMember(head.roster, user)]
    if (them === undefined) throw new SorokaError('NOT_FOUND')
    if (them.role === ROLE.owner && me.role !== ROLE.owner) return null
    must(isGroup(head) && me.role === ROLE.owner && user !== self)
    const roles = [
      { user, role: ROLE.owner },
      { user: self, role: ROLE.admin },
    ]
    return { type: 'roles', roles }
  }
}

export function ruling(self: UserId, change: Partial<PolicyView>): Wish {
  return (head) => {
    must(isGroup(head) && isManager(member(head, self).role))
    const policy = { ...changedPolicy(head.record.policy, change), timer: head.record.policy.timer }
    return sameRights(head.record.policy, policy) ? null : { type: 'policy', policy }
  }
}

export function timing(self: UserId, seconds: number): Wish {
  return (head) => {
    const me = member(head, self)
    must(!isGroup(head) || isManager(me.role))
    return head.record.policy.timer === seconds ? null : { type: 'timer', seconds }
  }
}

export function inviting(self: UserId, invite: Invite): Wish {
  return (head) => {
    const invites = invitesFor(head, self)
    if (invites.some(({ pub }) => equal(pub, invite.pub))) return null
    if (invites.length >= MAX_INVITES) throw new SorokaError('LIMIT_REACHED', { limit: MAX_INVITES })
    return { type: 'invites', invites: [...invites, invite] }
  }
}

export function revoking(self: UserId, id: string): Wish {
  return (head) => {
    const invites = invitesFor(head, self)
    const left = invites.filter(({ pub }) => toBase64url(pub) !== id)
    return left.length === invites.length ? null : { type: 'invites', invites: left }
  }
}

/** The links that hold; only admins see to them. */
export function invitesFor(head: VerifiedEpoch, self: UserId): Invite[] {
  must(isGroup(head) && isManager(member(head, self).role))
  return invitesOf(head.record)
}

/** @throws SorokaError FORBIDDEN */
export function must(allowed: boolean): void {
  if (!allowed) throw new SorokaError('FORBIDDEN')
}

/** @throws SorokaError NOT_A_MEMBER */
export function member(head: VerifiedEpoch, user: UserId): RosterEntry {
  const entry = findMember(head.roster, user)
  if (entry === undefined) throw new SorokaError('NOT_A_MEMBER')
  return entry
}

export const isGroup = (head: VerifiedEpoch): boolean => head.record.kind === CHAT_KIND.group

function room(head: VerifiedEpoch, newcomers: number): void {
  if (head.roster.length + newcomers > limits.members) throw new SorokaError('LIMIT_REACHED', { limit: limits.members })
}

/** The asker's proof, if its link holds and it is for the keys that his chain has now. */
async function proofOf({ record }: VerifiedEpoch, { user, ...join }: JoinRequest, chain: ChainState | undefined) {
  const [pub, sig] = [fromBase64url(join.pub), fromBase64url(join.proof)]
  const invite = invitesOf(record).find((one) => equal(one.pub, pub))
  if (invite === undefined || chain === undefined) return null
  const joiner = { chat: record.chat, user, ikFp: chain.ikFp, pukFp: currentPuk(chain).fp }
  return (await verifyJoin(pub, sig, joiner)) ? { invite, join: { pub, sig } } : null
}

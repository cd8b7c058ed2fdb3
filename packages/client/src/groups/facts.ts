import type { VerifiedEpoch } from '@soroka/crypto'
import type { UserId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import { CHAT_KIND, findMember, invitesOf, type Policy, type Role, ROLE, WHO, type Who } from '@soroka/protocol/records'
import { roleName } from '../epochs/epoch-changes.ts'
import type { PolicyView, RightsView, WhoName } from '../types.ts'
import type { Facts } from './group-store.ts'

export function factsOf({ record, roster, shutOut }: VerifiedEpoch, self: UserId): Facts {
  const role = findMember(roster, self)?.role
  const invites = record.kind === CHAT_KIND.group ? invitesOf(record) : []
  return {
    n: record.n,
    memberCount: roster.length,
    role: role === undefined ? null : roleName(role),
    policy: record.policy,
    shutOut: [...shutOut],
    approving: invites.filter(({ approval }) => approval).map(({ pub }) => toBase64url(pub)),
  }
}

/** What a member of this role may do in a group with these rules. */
export function rightsOf(role: Facts['role'], policy: Policy): RightsView {
  const manage = role === 'admin' || role === 'owner'
  const may = (who: Who) => manage || (role === 'member' && who === WHO.everybody)
  return { write: may(policy.write), add: may(policy.add), pin: may(policy.pin), info: may(policy.info), manage }
}

export const NO_RIGHTS: RightsView = { write: false, add: false, pin: false, info: false, manage: false }

export function policyView({ history, write, add, pin, info }: Policy): PolicyView {
  return { history, write: whoName(write), add: whoName(add), pin: whoName(pin), info: whoName(info) }
}

/** The rules with some of them changed. */
export function changedPolicy(before: Omit<Policy, 'timer'>, change: Partial<PolicyView>): Omit<Policy, 'timer'> {
  const who = (name: WhoName | undefined, old: Who) => (name === undefined ? old : WHO[name])
  return {
    history: change.history ?? before.history,
    write: who(change.write, before.write),
    add: who(change.add, before.add),
    pin: who(change.pin, before.pin),
    info: who(change.info, before.info),
  }
}

const whoName = (who: Who): WhoName => (who === WHO.everybody ? 'everybody' : 'admins')

export const isManager = (role: Role | undefined): boolean => role === ROLE.admin || role === ROLE.owner

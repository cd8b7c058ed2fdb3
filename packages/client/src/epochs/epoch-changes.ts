import type { VerifiedEpoch } from '@soroka/crypto'
import type { UserId } from '@soroka/protocol'
import { CHAT_KIND, diffRosters, joinProofsOf, REASON, ROLE, type Role, sameRights } from '@soroka/protocol/records'
import type { LineChange, RoleName } from '../types.ts'

const NAMES: Record<Role, RoleName> = { [ROLE.member]: 'member', [ROLE.admin]: 'admin', [ROLE.owner]: 'owner' }

export const roleName = (role: Role): RoleName => NAMES[role]

/** What an epoch changed, as a line between the messages says it. Most change only the key, and say nothing. */
export function changesOf(prev: VerifiedEpoch | null, { record, roster }: VerifiedEpoch): LineChange[] {
  if (prev === null) {
    const { timer } = record.policy
    const ends: LineChange[] = timer === 0 ? [] : [{ type: 'timer', seconds: timer }]
    return record.kind === CHAT_KIND.group ? [{ type: 'created' }, ...ends] : ends
  }
  const { added, removed, kept, roleChanged } = diffRosters(prev.roster, roster)
  const gone = removed.map(({ user }) => user)
  switch (record.reason) {
    case REASON.add: {
      const holders = new Set(joinProofsOf(record).map(({ user }) => user))
      const users = added.map(({ user }) => user)
      return [
        ...some(
          'joined',
          users.filter((user) => holders.has(user)),
        ),
        ...some(
          'added',
          users.filter((user) => !holders.has(user)),
        ),
      ]
    }
    case REASON.remove:
      return some('removed', gone)
    case REASON.leave:
      return some('left', gone)
    case REASON.reset: {
      const renewed = kept.filter(({ before, after }) => before.since !== after.since).map(({ after }) => after.user)
      return some('reset', [...gone, ...renewed])
    }
    case REASON.roles:
      return roleChanged.map(({ after }) => ({ type: 'role', user: after.user, role: roleName(after.role) }))
    case REASON.disappearing: {
      const { timer } = record.policy
      return timer === prev.record.policy.timer ? [] : [{ type: 'timer', seconds: timer }]
    }
    case REASON.policy:
      return sameRights(prev.record.policy, record.policy) ? [] : [{ type: 'policy' }]
    default:
      return []
  }
}

function some(type: 'added' | 'joined' | 'removed' | 'left' | 'reset', users: UserId[]): LineChange[] {
  return users.length === 0 ? [] : [{ type, users }]
}

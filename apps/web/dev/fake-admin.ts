import type { InviteId, UserId } from '@soroka/protocol'
import type { AuditEntry, CheckResult, DeskPerson } from '@soroka/protocol/contract'
import type { AdminApi } from '@soroka/client/types'
import type { World } from './world.ts'

const day = 86_400_000

const checks: CheckResult[] = [
  { name: 'socket', state: 'fine', reason: 'fine', facts: {}, ms: 12 },
  { name: 'relay', state: 'bad', reason: 'failed', facts: { address: 'turn:here', error: 'ECONNREFUSED' }, ms: 3 },
]

/** A desk over the people of a scene; what is done there stands in its log. */
export function fakeAdmin(world: World): AdminApi {
  const people: DeskPerson[] = [...world.people.values()].map((person, n) => ({
    id: person.id,
    name: person.name,
    nickname: person.nickname,
    photo: null,
    email: `${person.nickname}@example.org`,
    role: n === 1 ? 'moderator' : 'member',
    since: Date.now() - n * 9 * day,
    lastDay: Date.now() - n * day,
    state: n === 3 ? 'suspended' : 'active',
    secondFactor: n === 2,
  }))
  const log: AuditEntry[] = []
  const change = async (user: UserId, act: string, next: Partial<DeskPerson>) => {
    const person = people.find((one) => one.id === user)
    if (person === undefined) return
    Object.assign(person, next)
    const [actor, actorName] = [world.me.user, world.me.name]
    const told = { at: Date.now(), actor, actorName, target: user, targetName: person.name, requestId: 'aaaaaaaaaaaa' }
    log.unshift({ id: log.length + 1, act, details: {}, ...told })
  }
  return {
    people: async ({ query = '', state }) => ({
      items: people.filter(
        (one) => `${one.name} ${one.nickname}`.includes(query) && (state ?? one.state) === one.state,
      ),
      next: null,
    }),
    suspend: (user) => change(user, 'user.suspend', { state: 'suspended' }),
    unsuspend: (user) => change(user, 'user.unsuspend', { state: 'active' }),
    deleteAccount: (user) => change(user, 'user.delete', { state: 'deleted', email: null }),
    resetFactor: (user) => change(user, 'user.factor', { secondFactor: false }),
    setRole: (user, role) => change(user, 'user.role', { role }),
    place: async () => ({ name: '', contact: '', signUp: 'open', newcomerDays: 3, domains: [], first: false }),
    setPlace: async () => undefined,
    invites: async () => [],
    makeInvite: async () => ({ id: 'i' as InviteId, token: 'A'.repeat(43) }),
    revokeInvite: async () => undefined,
    doctor: async () => checks,
    testMail: async () => ({ sent: true, reason: '' }),
    reports: async () => ({ items: [], next: null }),
    openReports: async () => 0,
    closeReport: async () => undefined,
    audit: async () => ({ items: log, next: null }),
  }
}

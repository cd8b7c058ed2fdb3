import { describe, expect, it } from 'vitest'
import { CHAIN_OP } from './chain-entry.ts'
import { certifiedDevice, checkChainFollows } from './chain-state.ts'
import type { ChainState } from './chain-state.ts'
import { groupChatId } from './chat-id.ts'
import { EPOCH_EXT, hashEpoch, REASON } from './epoch.ts'
import type { EpochRecord } from './epoch.ts'
import { bridges, checkBoxes, checkEpochFollows, raisesFloor } from './epoch-order.ts'
import { ORIGIN_HASH } from './hash.ts'
import { rosterChanges } from './roster-changes.ts'
import { hashRoster, ROLE, sortRoster } from './roster.ts'
import type { Roster } from './roster.ts'
import { chainEntry, createChange, deviceOf, fill, firstEpoch, memberOf, userOf } from './testing.ts'

const nonce = fill(16, 7)
const groupRoster = sortRoster([memberOf(1), memberOf(50, { role: ROLE.admin }), memberOf(100, { role: ROLE.member })])
const group = firstEpoch({
  kind: 2,
  chat: groupChatId(userOf(1), nonce),
  changes: groupRoster.map((set) => ({ set })),
  rosterHash: hashRoster(groupRoster),
  ext: [{ tag: EPOCH_EXT.nonce, bytes: nonce }],
})

function after(prev: EpochRecord, prevRoster: Roster, roster: Roster, change: Partial<EpochRecord>): EpochRecord {
  const n = prev.n + 1
  const next = {
    ...prev,
    n,
    prevHash: hashEpoch(prev),
    reason: REASON.rekey,
    changes: rosterChanges(n, prevRoster, roster),
    rosterHash: hashRoster(roster),
    keyCommit: fill(32, n),
    ext: [],
    ...change,
  }
  return bridges(prev, next) ? { prevBox: fill(60, 1), ...next } : next
}

function judge(prev: EpochRecord, roster: Roster, next: EpochRecord): string {
  const check = checkEpochFollows({ record: prev, hash: hashEpoch(prev) }, roster, next)
  return check.ok ? 'ok' : check.reason
}

const inGroup = (roster: Roster, change: Partial<EpochRecord>) =>
  judge(group, groupRoster, after(group, groupRoster, roster, change))
const without = (value: number) => groupRoster.filter(({ user }) => user !== userOf(value))
const joined = sortRoster([...groupRoster, memberOf(150, { role: ROLE.member, since: 1 })])

describe('first epochs', () => {
  it('R7 a direct chat is {me, them} under its own id', () => {
    expect(checkEpochFollows(null, [], firstEpoch())).toMatchObject({ ok: true })
    expect(checkEpochFollows(null, [], firstEpoch({ chat: group.chat }))).toMatchObject({ reason: 'chat' })
    expect(checkEpochFollows(null, [], firstEpoch({ by: userOf(9) }))).toMatchObject({ reason: 'author' })
    expect(checkEpochFollows(null, [], firstEpoch({ n: 1 }))).toMatchObject({ reason: 'stale' })
    expect(checkEpochFollows(null, [], firstEpoch({ reason: REASON.add }))).toMatchObject({ reason: 'reason' })
    expect(checkEpochFollows(null, [], firstEpoch({ prevBox: fill(60, 1) }))).toMatchObject({ reason: 'prev_box' })
  })

  it('a group’s id belongs to its creator', () => {
    expect(checkEpochFollows(null, [], group)).toMatchObject({ ok: true })
    expect(checkEpochFollows(null, [], { ...group, ext: [] })).toMatchObject({ reason: 'chat' })
    expect(checkEpochFollows(null, [], { ...group, chat: firstEpoch().chat })).toMatchObject({ reason: 'chat' })
  })
})

describe('rights', () => {
  it('R3 a member rekeys but changes nobody', () => {
    expect(inGroup(groupRoster, { by: userOf(100) })).toBe('ok')
    expect(inGroup(without(50), { by: userOf(100) })).toBe('rights')
    expect(inGroup(without(50), { by: userOf(100), reason: REASON.remove })).toBe('rights')
    expect(inGroup(joined, { by: userOf(100), reason: REASON.add, sameKey: true, keyCommit: group.keyCommit })).toBe(
      'rights',
    )
  })

  it('an admin removes and adds, but not above himself', () => {
    expect(inGroup(without(100), { by: userOf(50), reason: REASON.remove })).toBe('ok')
    expect(inGroup(without(1), { by: userOf(50), reason: REASON.remove })).toBe('rights')
    const crowned = groupRoster.map((entry) => ({ ...entry, role: ROLE.owner }))
    expect(inGroup(crowned, { by: userOf(50), reason: REASON.roles })).toBe('rights')
    expect(inGroup(crowned, { by: userOf(1), reason: REASON.roles })).toBe('ok')
  })

  it('R8 every reason allows its own change only', () => {
    expect(inGroup(without(100), { reason: REASON.rekey })).toBe('roster')
    expect(inGroup(joined, { reason: REASON.remove })).toBe('roster')
    expect(inGroup(groupRoster, { policy: { ...group.policy, history: false } })).toBe('policy')
    expect(inGroup(groupRoster, { policy: { ...group.policy, timer: 60 }, reason: REASON.policy })).toBe('policy')
    expect(inGroup(groupRoster, { policy: { ...group.policy, timer: 60 }, reason: REASON.disappearing })).toBe('ok')
  })

  it('R3 pukGen only rises, and only where the floor rises', () => {
    const raised = groupRoster.map((entry) =>
      entry.user === userOf(50) ? { ...entry, pukGen: 2, pukFp: fill(32, 2), chainSeq: 2 } : entry,
    )
    expect(inGroup(raised, { reason: REASON.puk, by: userOf(100) })).toBe('ok')
    expect(inGroup(raised, { reason: REASON.rekey })).toBe('roster')
    const next = after(group, groupRoster, raised, { reason: REASON.puk })
    expect(judge(next, raised, after(next, raised, groupRoster, { reason: REASON.puk }))).toBe('roster')
  })

  it('R7 a direct chat never changes its users', () => {
    const first = firstEpoch()
    const roster = sortRoster([memberOf(1), memberOf(200)])
    const more = sortRoster([...roster, memberOf(90, { since: 1 })])
    expect(judge(first, roster, after(first, roster, roster, { by: userOf(200) }))).toBe('ok')
    expect(
      judge(
        first,
        roster,
        after(first, roster, more, { reason: REASON.add, sameKey: true, keyCommit: first.keyCommit }),
      ),
    ).toBe('roster')
    expect(judge(first, roster, after(first, roster, roster.slice(0, 1), { reason: REASON.remove }))).toBe('roster')
  })
})

describe('keys', () => {
  it('R4 an add keeps the key with history on, and never with history off', () => {
    const add = { reason: REASON.add, by: userOf(50) } as const
    expect(inGroup(joined, { ...add, sameKey: true, keyCommit: group.keyCommit })).toBe('ok')
    expect(inGroup(joined, add)).toBe('key')
    const closed = after(group, groupRoster, groupRoster, {
      reason: REASON.policy,
      policy: { ...group.policy, history: false },
    })
    const late = sortRoster([...groupRoster, memberOf(150, { role: ROLE.member, since: 2 })])
    expect(judge(closed, groupRoster, after(closed, groupRoster, late, add))).toBe('ok')
    expect(
      judge(
        closed,
        groupRoster,
        after(closed, groupRoster, late, { ...add, sameKey: true, keyCommit: closed.keyCommit }),
      ),
    ).toBe('key')
  })

  it('R16 R23 prevBox stands exactly where both policies keep history', () => {
    const { prevBox: _none, ...bare } = after(group, groupRoster, groupRoster, {})
    expect(judge(group, groupRoster, bare)).toBe('prev_box')
    const timed = after(group, groupRoster, groupRoster, {
      reason: REASON.disappearing,
      policy: { ...group.policy, timer: 60 },
    })
    expect(timed.prevBox).toBeUndefined()
    expect(judge(group, groupRoster, { ...timed, prevBox: fill(60, 1) })).toBe('prev_box')
    const untimed = after(timed, groupRoster, groupRoster, { reason: REASON.disappearing, policy: group.policy })
    expect(judge(timed, groupRoster, untimed)).toBe('ok')
    expect(judge(timed, groupRoster, { ...untimed, prevBox: fill(60, 1) })).toBe('prev_box')
  })

  it('R8 the floor rises with every loss of a right', () => {
    const reasons = Object.entries(REASON).filter(([, reason]) => raisesFloor({ ...group, reason, sameKey: true }))
    expect(reasons.map(([name]) => name)).toEqual([
      'create',
      'remove',
      'leave',
      'revoke',
      'puk',
      'reset',
      'disappearing',
    ])
    expect(raisesFloor({ ...group, reason: REASON.add, sameKey: false })).toBe(true)
  })

  it('one box for each member, or for the newcomers alone', () => {
    const users = groupRoster.map(({ user }) => user)
    const rekeyed = after(group, groupRoster, groupRoster, {})
    expect(checkBoxes(rekeyed, groupRoster, users)).toBe('ok')
    expect(checkBoxes(rekeyed, groupRoster, users.slice(1))).toBe('missing')
    expect(checkBoxes(rekeyed, groupRoster, [...users, userOf(9)])).toBe('extra')
    expect(checkBoxes(rekeyed, groupRoster, [...users, userOf(1)])).toBe('extra')
    const added = after(group, groupRoster, joined, { reason: REASON.add, sameKey: true })
    expect(checkBoxes(added, joined, [userOf(150)])).toBe('ok')
  })

  it('R4 the whole roster stands in every 64th epoch', () => {
    let record = group
    for (let n = 1; n <= 65; n++) {
      const next = after(record, groupRoster, groupRoster, {})
      expect(next.changes).toHaveLength(n === 64 ? 3 : 0)
      expect(judge(record, groupRoster, next)).toBe('ok')
      record = next
    }
  })
})

describe('user chains', () => {
  const device = (value: number) => ({ id: deviceOf(value), signPub: fill(32, value), sealPub: fill(1216, value) })

  function follow(state: ChainState | null, change: Parameters<typeof chainEntry>[2]): ChainState {
    const check = checkChainFollows(
      state,
      chainEntry(state === null ? 0 : state.seq + 1, state?.headHash ?? ORIGIN_HASH, change),
    )
    if (!check.ok) throw new Error(check.reason)
    return check.state
  }

  it('R5 a device counts from its entry to its revocation', () => {
    const first = follow(null, createChange)
    const added = follow(first, { op: CHAIN_OP.device_add, device: device(40) })
    const revoked = follow(added, { op: CHAIN_OP.device_revoke, device: deviceOf(40) })
    const { ikFp } = revoked
    expect(certifiedDevice(revoked, deviceOf(40), { ikFp, chainSeq: 1 })).toMatchObject({ revokedSeq: 2 })
    expect(certifiedDevice(revoked, deviceOf(40), { ikFp, chainSeq: 2 })).toBe('revoked')
    expect(certifiedDevice(added, deviceOf(40), { ikFp, chainSeq: 2 })).toBe('chain_behind')
    expect(certifiedDevice(revoked, deviceOf(41), { ikFp, chainSeq: 2 })).toBe('device')
    expect(() => follow(revoked, { op: CHAIN_OP.device_add, device: device(40) })).toThrow('device')
    expect(() => follow(revoked, { op: CHAIN_OP.device_revoke, device: deviceOf(40) })).toThrow('device')
  })

  it('generations follow one by one, and a reset begins anew', () => {
    const first = follow(null, createChange)
    const puk = { op: CHAIN_OP.puk, gen: 2, pub: fill(1216, 9), prevWrap: fill(60, 9), authPub: fill(32, 9) } as const
    expect(() => follow(first, { ...puk, gen: 3 })).toThrow('puk_gen')
    const second = follow(first, puk)
    expect(() => follow(second, { ...createChange, op: CHAIN_OP.reset, pukGen: 3 })).toThrow('op')
    const identity = { ...createChange, op: CHAIN_OP.reset, ikPub: fill(32, 90), device: device(91) }
    expect(() => follow(second, { ...identity, pukGen: 2 })).toThrow('puk_gen')
    const reset = follow(second, { ...identity, pukGen: 3 })
    expect(reset.identities).toHaveLength(2)
    expect(reset.devices.map(({ revokedSeq }) => revokedSeq)).toEqual([2, null])
    expect(certifiedDevice(reset, deviceOf(91), { ikFp: first.ikFp, chainSeq: 1 })).toBe('device')
    expect(certifiedDevice(reset, deviceOf(3), { ikFp: first.ikFp, chainSeq: 1 })).toMatchObject({ id: deviceOf(3) })
  })

  it('the password’s factor is replaced, never removed', () => {
    const first = follow(null, createChange)
    const replaced = follow(first, { op: CHAIN_OP.factor, factor: { kind: 1, pub: fill(1216, 77) } })
    expect(replaced.factors.map(({ kind }) => kind)).toEqual([2, 1])
    expect(() => follow(first, { op: CHAIN_OP.factor, factor: createChange.factors[0] })).toThrow('factor')
  })
})

import { toBase64url } from '../bytes/index.ts'
import type { CallId, ChatId, DeviceId, MsgId, UserId } from '../ids.ts'
import { CHAIN_OP, FACTOR, fingerprintIk, fingerprintPuk } from './chain-entry.ts'
import type { ChainChange, ChainEntry } from './chain-entry.ts'
import { directChatId } from './chat-id.ts'
import { REASON } from './epoch.ts'
import type { EpochRecord } from './epoch.ts'
import { hashRecord, ORIGIN_HASH } from './hash.ts'
import { DEFAULT_POLICY } from './policy.ts'
import { hashRoster, ROLE, sortRoster } from './roster.ts'
import type { RosterEntry } from './roster.ts'

/** Fixed bytes for vectors: the same number gives the same bytes for ever. */
export function fill(length: number, value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length).map((_, i) => (value + i) & 0xff)
}

export const userOf = (value: number) => toBase64url(fill(16, value)) as UserId
export const deviceOf = (value: number) => toBase64url(fill(16, value)) as DeviceId
export const msgOf = (value: number) => toBase64url(fill(16, value)) as MsgId
export const chatOf = (value: number) => toBase64url(fill(32, value)) as ChatId

export const callOf = (value: number) => toBase64url(fill(16, value)) as CallId

export const signalHeader = {
  chat: chatOf(1),
  epoch: 7,
  epochHash: fill(32, 4),
  call: callOf(5),
  from: { user: userOf(1), device: deviceOf(2), connEpoch: 2 },
  to: { user: userOf(200), device: deviceOf(3), connEpoch: 1 },
  seq: 2 ** 41 + 3,
}

export function memberOf(value: number, change: Partial<RosterEntry> = {}): RosterEntry {
  const ikFp = fingerprintIk(fill(32, value))
  const pukFp = fingerprintPuk(fill(1216, value))
  return { user: userOf(value), role: ROLE.owner, ikFp, pukGen: 1, pukFp, chainSeq: 0, since: 0, ...change }
}

export function firstEpoch(change: Partial<EpochRecord> = {}): EpochRecord {
  const roster = sortRoster([memberOf(1), memberOf(200)])
  return {
    chat: directChatId(userOf(1), userOf(200)),
    kind: 1,
    n: 0,
    prevHash: ORIGIN_HASH,
    reason: REASON.create,
    sameKey: false,
    policy: DEFAULT_POLICY,
    changes: roster.map((set) => ({ set })),
    rosterHash: hashRoster(roster),
    keyCommit: hashRecord('key-commit', fill(32, 9)),
    leaves: [],
    seen: { seq: 0, hash: ORIGIN_HASH },
    by: userOf(1),
    device: deviceOf(3),
    ext: [],
    sig: fill(64, 4),
    ...change,
  }
}

export function chainEntry(seq: number, prevHash: Uint8Array<ArrayBuffer>, change: ChainChange): ChainEntry {
  return { user: userOf(1), seq, prevHash, change, sig: fill(64, 5) }
}

export const createChange = {
  op: CHAIN_OP.create,
  ikPub: fill(32, 1),
  authPub: fill(32, 2),
  pukGen: 1,
  pukPub: fill(1216, 1),
  factors: [
    { kind: FACTOR.password, pub: fill(1216, 3) },
    { kind: FACTOR.recovery, pub: fill(1216, 4) },
  ],
  device: { id: deviceOf(3), signPub: fill(32, 5), sealPub: fill(1216, 6) },
} as const

import { compareBase64url, Reader, RecordError, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { ChatId, DeviceId, UserId } from '../ids.ts'
import { readExtensions, writeExtensions } from './extensions.ts'
import type { Extension } from './extensions.ts'
import { CHAT_ID_BYTES, ID_BYTES, readFormat, SIGNATURE_BYTES, WRAP_BYTES, writeFormat } from './format.ts'
import { domainBytes, HASH_BYTES, hashRecord } from './hash.ts'
import type { Leave } from './leave.ts'
import { encodeLeave, readLeave } from './leave.ts'
import type { Seen } from './log.ts'
import { readPolicy, writePolicy } from './policy.ts'
import type { Policy } from './policy.ts'
import { MAX_ROSTER, readRosterEntry, writeRosterEntry } from './roster.ts'
import type { RosterEntry } from './roster.ts'

/** Why an epoch was made. Each reason allows its own change and no other (epoch-order.ts). */
export const REASON = {
  create: 1,
  add: 2,
  remove: 3,
  leave: 4,
  revoke: 5,
  puk: 6,
  reset: 7,
  rekey: 8,
  disappearing: 9,
  policy: 10,
  roles: 11,
} as const
export type Reason = (typeof REASON)[keyof typeof REASON]

export const CHAT_KIND = { direct: 1, group: 2 } as const
export type ChatKind = (typeof CHAT_KIND)[keyof typeof CHAT_KIND]

/** Tags of an epoch's extensions. `nonce`: 16 bytes in a group's first epoch; the others' layouts stand in invite.ts. */
export const EPOCH_EXT = { nonce: 1, invites: 2, joinProofs: 3 } as const

/** Every such epoch carries its whole roster, so that a reader may start there. */
export const WHOLE_ROSTER_EVERY = 64
const MAX_EPOCH_EXT = 16_384
const REASONS: ReadonlySet<number> = new Set(Object.values(REASON))

export type RosterChange =
  | { readonly set: RosterEntry; readonly remove?: undefined }
  | { readonly remove: UserId; readonly set?: undefined }

/** One link of a chat's chain of epochs; it names key, members and rights, and is signed by a member's device. */
export type EpochRecord = {
  readonly chat: ChatId
  readonly kind: ChatKind
  readonly n: number
  /** Hash of epoch n - 1; ORIGIN_HASH for epoch 0. */
  readonly prevHash: Bytes
  readonly reason: Reason
  /** The key is the previous epoch's: nobody but newcomers gets a box. */
  readonly sameKey: boolean
  readonly policy: Policy
  /** Sorted by user; the whole roster (only `set`) when n is a multiple of WHOLE_ROSTER_EVERY. */
  readonly changes: readonly RosterChange[]
  readonly rosterHash: Bytes
  /** Commitment to the epoch key, 32 bytes. */
  readonly keyCommit: Bytes
  /** The previous epoch's key under this one's, 60 bytes: how history is walked back. */
  readonly prevBox?: Bytes
  /** The signed right to drop the users who left (reason leave), sorted by user. */
  readonly leaves: readonly Leave[]
  readonly seen: Seen
  readonly by: UserId
  readonly device: DeviceId
  readonly ext: readonly Extension[]
  readonly sig: Bytes
}

export type UnsignedEpoch = Omit<EpochRecord, 'sig'>

/** What the author's device signs. */
export function epochSigningInput(record: UnsignedEpoch): Bytes {
  return domainBytes('epoch', writeUnsigned(record).finish())
}

export function encodeEpoch(record: EpochRecord): Bytes {
  return writeUnsigned(record).fixed(record.sig, SIGNATURE_BYTES).finish()
}

/** Hash of the whole record, signature included: the next one's prevHash and the messages' epochHash. */
export function hashEpoch(record: EpochRecord | Uint8Array): Bytes {
  return hashRecord('epoch', record instanceof Uint8Array ? record : encodeEpoch(record))
}

/** RecordError for anything that encodeEpoch would not have written. */
export function decodeEpoch(bytes: Uint8Array): EpochRecord {
  const reader = new Reader(bytes)
  readFormat(reader)
  const chat = reader.id<ChatId>(CHAT_ID_BYTES)
  const kind = reader.u8()
  if (kind !== CHAT_KIND.direct && kind !== CHAT_KIND.group) throw new RecordError('range', 'chat kind')
  const n = reader.u32()
  const prevHash = reader.fixed(HASH_BYTES)
  const reason = reader.u8()
  if (!REASONS.has(reason)) throw new RecordError('range', 'reason')
  const sameKey = reader.bool()
  const policy = readPolicy(reader)
  const changes = readChanges(reader)
  const rosterHash = reader.fixed(HASH_BYTES)
  const keyCommit = reader.fixed(HASH_BYTES)
  const prevBox = reader.bool() ? reader.fixed(WRAP_BYTES) : undefined
  const leaves = readLeaves(reader)
  const seen = { seq: reader.u64(), hash: reader.fixed(HASH_BYTES) }
  const by = reader.id<UserId>(ID_BYTES)
  const device = reader.id<DeviceId>(ID_BYTES)
  const ext = readExtensions(reader, MAX_EPOCH_EXT)
  const sig = reader.fixed(SIGNATURE_BYTES)
  reader.end()
  const head = { chat, kind, n, prevHash, reason: reason as Reason, sameKey, policy, changes, rosterHash, keyCommit }
  const tail = { leaves, seen, by, device, ext, sig }
  return prevBox === undefined ? { ...head, ...tail } : { ...head, prevBox, ...tail }
}

function writeUnsigned(record: UnsignedEpoch): Writer {
  const writer = writeFormat(new Writer())
    .id(record.chat, CHAT_ID_BYTES)
    .u8(record.kind)
    .u32(record.n)
    .fixed(record.prevHash, HASH_BYTES)
    .u8(record.reason)
    .bool(record.sameKey)
  writePolicy(writer, record.policy)
  writeChanges(writer, record.changes)
  writer
    .fixed(record.rosterHash, HASH_BYTES)
    .fixed(record.keyCommit, HASH_BYTES)
    .bool(record.prevBox !== undefined)
  if (record.prevBox !== undefined) writer.fixed(record.prevBox, WRAP_BYTES)
  writer.u16(record.leaves.length)
  const ascending = new Ascending()
  for (const leave of record.leaves) {
    ascending.next(leave.user)
    writer.raw(encodeLeave(leave))
  }
  writer.u64(record.seen.seq).fixed(record.seen.hash, HASH_BYTES).id(record.by, ID_BYTES).id(record.device, ID_BYTES)
  return writeExtensions(writer, record.ext, MAX_EPOCH_EXT)
}

function writeChanges(writer: Writer, changes: readonly RosterChange[]): void {
  if (changes.length > MAX_ROSTER) throw new RecordError('too_large', 'changes')
  writer.u16(changes.length)
  const ascending = new Ascending()
  for (const change of changes) {
    ascending.next(change.set?.user ?? change.remove ?? '')
    writer.bool(change.set !== undefined)
    if (change.set !== undefined) writeRosterEntry(writer, change.set)
    else writer.id(change.remove, ID_BYTES)
  }
}

function readChanges(reader: Reader): RosterChange[] {
  const count = reader.u16()
  if (count > MAX_ROSTER) throw new RecordError('too_large', 'changes')
  const changes: RosterChange[] = []
  const ascending = new Ascending()
  for (let i = 0; i < count; i++) {
    const change: RosterChange = reader.bool()
      ? { set: readRosterEntry(reader) }
      : { remove: reader.id<UserId>(ID_BYTES) }
    ascending.next(change.set?.user ?? change.remove ?? '')
    changes.push(change)
  }
  return changes
}

function readLeaves(reader: Reader): Leave[] {
  const count = reader.u16()
  if (count > MAX_ROSTER) throw new RecordError('too_large', 'leaves')
  const leaves: Leave[] = []
  const ascending = new Ascending()
  for (let i = 0; i < count; i++) {
    const leave = readLeave(reader)
    ascending.next(leave.user)
    leaves.push(leave)
  }
  return leaves
}

/** Refuses a list of users that is not strictly ascending. */
class Ascending {
  #last: string | undefined

  next(user: string): void {
    if (this.#last !== undefined && compareBase64url(this.#last, user) >= 0) throw new RecordError('unsorted', 'users')
    this.#last = user
  }
}

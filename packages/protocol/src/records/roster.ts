import { compareBase64url, RecordError, Writer } from '../bytes/index.ts'
import type { Bytes, Reader } from '../bytes/index.ts'
import type { UserId } from '../ids.ts'
import { ID_BYTES } from './format.ts'
import { HASH_BYTES, hashRecord } from './hash.ts'

/** What a member may do; a higher number includes the lower ones. In a direct chat both are owners. */
export const ROLE = { member: 1, admin: 2, owner: 3 } as const
export type Role = (typeof ROLE)[keyof typeof ROLE]

/** Most members of a chat that the format carries; the product's own limit is lower. */
export const MAX_ROSTER = 5000

/** A member as the signed epochs name him: by the fingerprints of his keys, never by the server's word. */
export type RosterEntry = {
  readonly user: UserId
  readonly role: Role
  /** Fingerprint of his identity key, 32 bytes. */
  readonly ikFp: Bytes
  readonly pukGen: number
  /** Fingerprint of that generation's public half, 32 bytes: what boxes are sealed to. */
  readonly pukFp: Bytes
  /** Seq of his user chain that the author had verified; a device revoked at or before it counts no more (rule 5). */
  readonly chainSeq: number
  /** The epoch with which this membership began; a leave signed before it is void. */
  readonly since: number
}

/** Sorted by user, bytewise, each user once. */
export type Roster = readonly RosterEntry[]

/** Hash of the whole roster, 32 bytes. */
export function hashRoster(roster: Roster): Bytes {
  const writer = new Writer().u16(roster.length)
  for (const entry of roster) writeRosterEntry(writer, entry)
  return hashRecord('roster', writer.finish())
}

/** The member's entry, if he is one. */
export function findMember(roster: Roster, user: UserId): RosterEntry | undefined {
  let low = 0
  let high = roster.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const entry = roster[middle]
    if (entry === undefined) return undefined
    const order = compareBase64url(entry.user, user)
    if (order === 0) return entry
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return undefined
}

/** A copy in canonical order. */
export function sortRoster<T extends { readonly user: UserId }>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => compareBase64url(a.user, b.user))
}

export function writeRosterEntry(writer: Writer, entry: RosterEntry): void {
  writer
    .id(entry.user, ID_BYTES)
    .u8(entry.role)
    .fixed(entry.ikFp, HASH_BYTES)
    .u32(entry.pukGen)
    .fixed(entry.pukFp, HASH_BYTES)
    .u32(entry.chainSeq)
    .u32(entry.since)
}

export function readRosterEntry(reader: Reader): RosterEntry {
  const user = reader.id<UserId>(ID_BYTES)
  const role = reader.u8()
  if (role !== ROLE.member && role !== ROLE.admin && role !== ROLE.owner) throw new RecordError('range', 'role')
  return {
    user,
    role,
    ikFp: reader.fixed(HASH_BYTES),
    pukGen: reader.u32(),
    pukFp: reader.fixed(HASH_BYTES),
    chainSeq: reader.u32(),
    since: reader.u32(),
  }
}

import { compareBase64url, Reader, RecordError, toBase64url, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { ChatId, UserId } from '../ids.ts'
import { CHAT_ID_BYTES, ID_BYTES, SIGNATURE_BYTES, SIGN_PUBLIC_BYTES } from './format.ts'
import { domainBytes, HASH_BYTES } from './hash.ts'

/** Invites that a group may have at a time. */
export const MAX_INVITES = 20
/** People that one epoch may take in by links. */
export const MAX_JOIN_PROOFS = 50

/**
 * A link that lets people in: an Ed25519 key whose private half stands in the link. The signed epochs list the public
 * halves of those that hold (rule 4); how often and how long is the server's to enforce.
 */
export type Invite = {
  /** 32 bytes. */
  readonly pub: Bytes
  /** Milliseconds since 1970; 0: never. */
  readonly expiresAt: number
  /** 0: any number. */
  readonly maxUses: number
  /** Whether an admin must write the epoch that lets the person in. */
  readonly approval: boolean
}

/** By which link a newcomer of this epoch was let in: a signature that only who holds the link can make. */
export type JoinProof = { readonly user: UserId; readonly pub: Bytes; readonly sig: Bytes }

/** What the joiner signs with the link's key. */
export function joinSigningInput(join: {
  readonly chat: ChatId
  readonly user: UserId
  readonly ikFp: Bytes
  readonly pukFp: Bytes
}): Bytes {
  const writer = new Writer().id(join.chat, CHAT_ID_BYTES).id(join.user, ID_BYTES)
  return domainBytes('join', writer.fixed(join.ikFp, HASH_BYTES).fixed(join.pukFp, HASH_BYTES).finish())
}

/** Sorted by key, each once: one list has one spelling. */
export function encodeInvites(invites: readonly Invite[]): Bytes {
  if (invites.length > MAX_INVITES) throw new RecordError('too_large', 'invites')
  const writer = new Writer().u8(invites.length)
  for (const { pub, expiresAt, maxUses, approval } of ascending(invites, (invite) => toBase64url(invite.pub)))
    writer.fixed(pub, SIGN_PUBLIC_BYTES).u64(expiresAt).u32(maxUses).bool(approval)
  return writer.finish()
}

export function decodeInvites(bytes: Uint8Array): Invite[] {
  const reader = new Reader(bytes)
  const count = reader.u8()
  if (count > MAX_INVITES) throw new RecordError('too_large', 'invites')
  const invites = Array.from({ length: count }, () => ({
    pub: reader.fixed(SIGN_PUBLIC_BYTES),
    expiresAt: reader.u64(),
    maxUses: reader.u32(),
    approval: reader.bool(),
  }))
  reader.end()
  return [...ascending(invites, (invite) => toBase64url(invite.pub))]
}

/** Sorted by user, each once. */
export function encodeJoinProofs(proofs: readonly JoinProof[]): Bytes {
  if (proofs.length > MAX_JOIN_PROOFS) throw new RecordError('too_large', 'join proofs')
  const writer = new Writer().u8(proofs.length)
  for (const { user, pub, sig } of ascending(proofs, (proof) => proof.user))
    writer.id(user, ID_BYTES).fixed(pub, SIGN_PUBLIC_BYTES).fixed(sig, SIGNATURE_BYTES)
  return writer.finish()
}

export function decodeJoinProofs(bytes: Uint8Array): JoinProof[] {
  const reader = new Reader(bytes)
  const count = reader.u8()
  if (count > MAX_JOIN_PROOFS) throw new RecordError('too_large', 'join proofs')
  const proofs = Array.from({ length: count }, () => ({
    user: reader.id<UserId>(ID_BYTES),
    pub: reader.fixed(SIGN_PUBLIC_BYTES),
    sig: reader.fixed(SIGNATURE_BYTES),
  }))
  reader.end()
  return [...ascending(proofs, (proof) => proof.user)]
}

function ascending<T>(list: readonly T[], keyOf: (item: T) => string): readonly T[] {
  list.forEach((item, i) => {
    const before = list[i - 1]
    if (before !== undefined && compareBase64url(keyOf(before), keyOf(item)) >= 0)
      throw new RecordError('unsorted', 'list')
  })
  return list
}

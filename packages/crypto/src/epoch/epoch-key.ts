import type { ChatId } from '@soroka/protocol'
import { equal, fromBase64url, Writer } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { CHAT_ID_BYTES, hashRecord } from '@soroka/protocol/records'
import type { EpochRecord } from '@soroka/protocol/records'
import { importAeadKey, unwrapSecret, wrapSecret } from '../primitives/aead.ts'
import { deriveSecret } from '../primitives/hkdf.ts'

/** An epoch's 32-byte key bound to its place, with the keys derived from it imported once. */
export type EpochKey = {
  readonly chat: ChatId
  readonly n: number
  readonly ek: Bytes
  readonly msgKey: () => Promise<CryptoKey>
}

/** HKDF labels of what an epoch key is good for. */
const PURPOSE = { msg: 'epoch-msg', prev: 'epoch-prev', call: 'epoch-call', meta: 'epoch-meta' } as const

export function createEpochKey(chat: ChatId, n: number, ek: Bytes): EpochKey {
  let msg: Promise<CryptoKey> | undefined
  return { chat, n, ek, msgKey: () => (msg ??= importAeadKey(epochSecret(chat, n, ek, 'msg'))) }
}

/** 32 bytes for one purpose in one epoch, also where two epochs share a key. */
export function epochSecret(chat: ChatId, n: number, ek: Uint8Array, purpose: keyof typeof PURPOSE): Bytes {
  return deriveSecret(ek, PURPOSE[purpose], epochPlace(chat, n))
}

/** What the record says of its key: binds every member to the same one; 32 bytes. */
export function commitToKey(chat: ChatId, ek: Uint8Array): Bytes {
  return hashRecord('key-commit', fromBase64url(chat), ek)
}

/** Whether this is the key that the record's author meant. */
export function isCommitted(record: Pick<EpochRecord, 'chat' | 'keyCommit'>, ek: Uint8Array): boolean {
  return equal(commitToKey(record.chat, ek), record.keyCommit)
}

/** The previous epoch's key under this one's; 60 bytes. */
export async function sealPrevBox(
  chat: ChatId,
  n: number,
  ek: Uint8Array,
  prev: { ek: Uint8Array; keyCommit: Uint8Array },
): Promise<Bytes> {
  const key = await importAeadKey(epochSecret(chat, n, ek, 'prev'))
  return wrapSecret(key, prev.ek, prevContext(chat, n, prev.keyCommit))
}

/** The key of epoch n - 1 from that of epoch n; null where the records don't bridge, or the box is not the right one. */
export async function previousKey(record: EpochRecord, ek: Bytes, prev: EpochRecord): Promise<Bytes | null> {
  if (record.n !== prev.n + 1 || record.chat !== prev.chat) return null
  if (record.sameKey) return isCommitted(prev, ek) ? ek : null
  if (record.prevBox === undefined) return null
  const key = await importAeadKey(epochSecret(record.chat, record.n, ek, 'prev'))
  const older = await unwrapSecret(key, record.prevBox, prevContext(record.chat, record.n, prev.keyCommit))
  return older !== null && isCommitted(prev, older) ? older : null
}

/**
 * All keys that one key reaches, newest first: the given one and what its prevBoxes hold. `records` are verified, newest
 * first, the first being the key's own; the walk ends where history was cut.
 */
export async function walkBack(records: readonly EpochRecord[], ek: Bytes): Promise<EpochKey[]> {
  const keys: EpochKey[] = []
  let current: Bytes | null = ek
  for (const [i, record] of records.entries()) {
    const newer = records[i - 1]
    if (newer !== undefined) current = await previousKey(newer, current, record)
    if (current === null) break
    keys.push(createEpochKey(record.chat, record.n, current))
  }
  return keys
}

export function epochPlace(chat: ChatId, n: number): Bytes {
  return new Writer().id(chat, CHAT_ID_BYTES).u32(n).finish()
}

function prevContext(chat: ChatId, n: number, prevCommit: Uint8Array): Bytes {
  return new Writer().raw(epochPlace(chat, n)).fixed(prevCommit, 32).finish()
}

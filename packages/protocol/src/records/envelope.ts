import { concat, Reader, RecordError, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { ChatId, DeviceId, MsgId, UserId } from '../ids.ts'
import { readExtensions, writeExtensions } from './extensions.ts'
import type { Extension } from './extensions.ts'
import { CHAT_ID_BYTES, ID_BYTES, readFormat, RECORD_VERSION, SUITE, writeFormat } from './format.ts'
import { HASH_BYTES, hashRecord } from './hash.ts'
import { needsTarget } from './kinds.ts'
import { isPaddedLength } from './padding.ts'

/** Tags of the clear header's extensions; layouts in header-extensions.ts. */
export const HEADER_EXT = { notify: 1, files: 2, expiresAt: 3, sendAt: 4, silent: 5 } as const

/** Largest envelope in bytes: a text of 16,000 characters fits, whatever the script. */
export const MAX_ENVELOPE = 72 * 1024
/** All header extensions together, in bytes. */
export const MAX_HEADER_EXT = 4096
export const IV_BYTES = 12
export const TAG_BYTES = 16
/** What precedes the padded body inside the ciphertext: signature 64, seen.seq 8, seen.hash 32. */
export const INNER_PREFIX_BYTES = 104
/** Smallest ciphertext in bytes: the smallest padded body, the prefix and the tag. */
export const MIN_CIPHERTEXT = INNER_PREFIX_BYTES + 64 + TAG_BYTES

/** The clear part of a message: the server reads it, the signature and the AEAD cover it. */
export type EnvelopeHeader = {
  readonly v: typeof RECORD_VERSION
  readonly suite: typeof SUITE
  /** One of KIND, or a number that a newer client knows. */
  readonly kind: number
  readonly chat: ChatId
  readonly epoch: number
  readonly sender: UserId
  readonly device: DeviceId
  readonly msgId: MsgId
  /** Hash of the epoch record (32 bytes): binds the message to roster and key. */
  readonly epochHash: Bytes
  /** The message that an edit, deletion, reaction, pin or vote speaks of. */
  readonly target?: MsgId
  readonly ext: readonly Extension[]
}

export type DecodedEnvelope = {
  readonly header: EnvelopeHeader
  /** The header as it was sent: the AEAD's associated data. */
  readonly headerBytes: Bytes
  readonly iv: Bytes
  readonly ciphertext: Bytes
}

/** The header's canonical bytes. RecordError when a field is out of range or `target` doesn't fit the kind. */
export function encodeEnvelopeHeader(header: Omit<EnvelopeHeader, 'v' | 'suite'>): Bytes {
  checkTarget(header.kind, header.target !== undefined)
  const writer = writeFormat(new Writer())
    .u8(header.kind)
    .id(header.chat, CHAT_ID_BYTES)
    .u32(header.epoch)
    .id(header.sender, ID_BYTES)
    .id(header.device, ID_BYTES)
    .id(header.msgId, ID_BYTES)
    .fixed(header.epochHash, HASH_BYTES)
    .bool(header.target !== undefined)
  if (header.target !== undefined) writer.id(header.target, ID_BYTES)
  return writeExtensions(writer, header.ext, MAX_HEADER_EXT).finish()
}

/** header ‖ iv ‖ ciphertext. RecordError when a part has the wrong size. */
export function encodeEnvelope(headerBytes: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Bytes {
  if (iv.length !== IV_BYTES) throw new RecordError('length', 'iv')
  checkSizes(headerBytes.length + iv.length + ciphertext.length, ciphertext.length)
  return concat(headerBytes, iv, ciphertext)
}

/** Takes an envelope apart without any key. RecordError for anything not canonical or outside the size limits. */
export function decodeEnvelopeHeader(envelope: Uint8Array): DecodedEnvelope {
  if (envelope.length > MAX_ENVELOPE) throw new RecordError('too_large', `${envelope.length} bytes`)
  const reader = new Reader(envelope)
  const header = readHeader(reader)
  const headerBytes = new Reader(envelope).fixed(reader.offset)
  const iv = reader.fixed(IV_BYTES)
  const ciphertext = reader.rest()
  checkSizes(envelope.length, ciphertext.length)
  return { header, headerBytes, iv, ciphertext }
}

/**
 * The hash that the chat's log and every reference use: over the header and the hash of the sealed content, so that an
 * erased message (rule 13) may keep its clear header and still be checked. RecordError if it is no envelope.
 */
export function hashEnvelope(envelope: Uint8Array): Bytes {
  const { headerBytes, iv, ciphertext } = decodeEnvelopeHeader(envelope)
  return hashErasedEnvelope(headerBytes, hashRecord('sealed-content', iv, ciphertext))
}

/** hashEnvelope from what is left of an erased message. */
export function hashErasedEnvelope(headerBytes: Uint8Array, contentHash: Uint8Array): Bytes {
  return hashRecord('envelope', headerBytes, contentHash)
}

/** The part of hashEnvelope that outlives an erasure; 32 bytes. */
export function hashSealedContent(envelope: Uint8Array): Bytes {
  const { iv, ciphertext } = decodeEnvelopeHeader(envelope)
  return hashRecord('sealed-content', iv, ciphertext)
}

/** The clear header by itself, as an erased row keeps it. */
export function decodeErasedHeader(headerBytes: Uint8Array): EnvelopeHeader {
  const reader = new Reader(headerBytes)
  const header = readHeader(reader)
  reader.end()
  return header
}

function readHeader(reader: Reader): EnvelopeHeader {
  readFormat(reader)
  const kind = reader.u8()
  const chat = reader.id<ChatId>(CHAT_ID_BYTES)
  const epoch = reader.u32()
  const sender = reader.id<UserId>(ID_BYTES)
  const device = reader.id<DeviceId>(ID_BYTES)
  const msgId = reader.id<MsgId>(ID_BYTES)
  const epochHash = reader.fixed(HASH_BYTES)
  const target = reader.bool() ? reader.id<MsgId>(ID_BYTES) : undefined
  checkTarget(kind, target !== undefined)
  const ext = readExtensions(reader, MAX_HEADER_EXT)
  const fields = { v: RECORD_VERSION, suite: SUITE, kind, chat, epoch, sender, device, msgId, epochHash, ext } as const
  return target === undefined ? fields : { ...fields, target }
}

function checkTarget(kind: number, hasTarget: boolean): void {
  if (kind < 1) throw new RecordError('range', 'kind')
  if (needsTarget(kind) !== hasTarget) throw new RecordError('range', 'target')
}

function checkSizes(envelope: number, ciphertext: number): void {
  if (envelope > MAX_ENVELOPE) throw new RecordError('too_large', `${envelope} bytes`)
  if (!isPaddedLength(ciphertext - INNER_PREFIX_BYTES - TAG_BYTES)) throw new RecordError('length', 'ciphertext')
}

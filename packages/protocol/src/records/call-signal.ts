import { concat, Reader, RecordError, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { CallId, ChatId, DeviceId, UserId } from '../ids.ts'
import { limits } from '../limits.ts'
import { IV_BYTES, TAG_BYTES } from './envelope.ts'
import { CHAT_ID_BYTES, ID_BYTES, readFormat, RECORD_VERSION, SIGNATURE_BYTES, SUITE, writeFormat } from './format.ts'
import { HASH_BYTES } from './hash.ts'
import { isPaddedLength } from './padding.ts'

/** Bytes of the clear header: it has no optional part. */
export const SIGNAL_HEADER_BYTES = 2 + CHAT_ID_BYTES + 4 + HASH_BYTES + ID_BYTES + 2 * (2 * ID_BYTES + 4) + 8
/** Bytes of an encoded signal body: the largest whose bucket fits beside all the rest. */
export const MAX_SIGNAL_BODY = 16_383

/** A device in a call, by the number of its join. */
export type SignalParty = { readonly user: UserId; readonly device: DeviceId; readonly connEpoch: number }

/** The clear part of a signal: it names the one pair of joins that it is good for. The signature and the AEAD cover it. */
export type SignalHeader = {
  readonly v: typeof RECORD_VERSION
  readonly suite: typeof SUITE
  readonly chat: ChatId
  readonly epoch: number
  /** Hash of the epoch record (32 bytes): binds the signal to roster and key. */
  readonly epochHash: Bytes
  readonly call: CallId
  readonly from: SignalParty
  readonly to: SignalParty
  /** Rises with every signal of a pair of joins; gaps mean nothing. */
  readonly seq: number
}

export type DecodedSignal = {
  readonly header: SignalHeader
  /** The header as it was sent: the AEAD's associated data. */
  readonly headerBytes: Bytes
  readonly iv: Bytes
  readonly ciphertext: Bytes
}

/** The header's canonical bytes. RecordError when a field is out of range, or a device would speak to itself. */
export function encodeSignalHeader(header: Omit<SignalHeader, 'v' | 'suite'>): Bytes {
  checkHeader(header)
  const writer = writeFormat(new Writer())
    .id(header.chat, CHAT_ID_BYTES)
    .u32(header.epoch)
    .fixed(header.epochHash, HASH_BYTES)
    .id(header.call, ID_BYTES)
  for (const { user, device, connEpoch } of [header.from, header.to])
    writer.id(user, ID_BYTES).id(device, ID_BYTES).u32(connEpoch)
  return writer.u64(header.seq).finish()
}

/** header ‖ iv ‖ ciphertext. RecordError when a part has the wrong size. */
export function encodeSignal(headerBytes: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Bytes {
  if (headerBytes.length !== SIGNAL_HEADER_BYTES) throw new RecordError('length', 'header')
  if (iv.length !== IV_BYTES) throw new RecordError('length', 'iv')
  const signal = concat(headerBytes, iv, ciphertext)
  checkSizes(signal.length, ciphertext.length)
  return signal
}

/** Takes a signal apart without any key. RecordError for anything not canonical or outside the size limits. */
export function decodeSignal(signal: Uint8Array): DecodedSignal {
  const reader = new Reader(signal)
  const header = readHeader(reader)
  const headerBytes = new Reader(signal).fixed(SIGNAL_HEADER_BYTES)
  const iv = reader.fixed(IV_BYTES)
  const ciphertext = reader.rest()
  checkSizes(signal.length, ciphertext.length)
  return { header, headerBytes, iv, ciphertext }
}

function readHeader(reader: Reader): SignalHeader {
  readFormat(reader)
  const header = {
    v: RECORD_VERSION,
    suite: SUITE,
    chat: reader.id<ChatId>(CHAT_ID_BYTES),
    epoch: reader.u32(),
    epochHash: reader.fixed(HASH_BYTES),
    call: reader.id<CallId>(ID_BYTES),
    from: readParty(reader),
    to: readParty(reader),
    seq: reader.u64(),
  } as const
  checkHeader(header)
  return header
}

function readParty(reader: Reader): SignalParty {
  return { user: reader.id<UserId>(ID_BYTES), device: reader.id<DeviceId>(ID_BYTES), connEpoch: reader.u32() }
}

function checkHeader({ from, to, seq }: Pick<SignalHeader, 'from' | 'to' | 'seq'>): void {
  if (from.connEpoch < 1 || to.connEpoch < 1) throw new RecordError('range', 'connEpoch')
  if (seq < 1) throw new RecordError('range', 'seq')
  if (from.user === to.user && from.device === to.device) throw new RecordError('range', 'to itself')
}

function checkSizes(signal: number, ciphertext: number): void {
  if (signal > limits.callSignalBytes) throw new RecordError('too_large', `${signal} bytes`)
  if (!isPaddedLength(ciphertext - SIGNATURE_BYTES - TAG_BYTES)) throw new RecordError('length', 'ciphertext')
}

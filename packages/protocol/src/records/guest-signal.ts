import { concat, Reader, RecordError, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { CallId, DeviceId, LinkId } from '../ids.ts'
import { limits } from '../limits.ts'
import { MAX_SIGNAL_BODY } from './call-signal.ts'
import { decodeSignalBody, encodeSignalBody } from './call-signal-body.ts'
import type { SignalBody } from './call-signal-body.ts'
import { IV_BYTES, TAG_BYTES } from './envelope.ts'
import { ID_BYTES, readFormat, SIGNATURE_BYTES, writeFormat } from './format.ts'
import { decodeName, encodeName } from './guest.ts'
import type { GuestPlace, SealedPart } from './guest.ts'
import { domainBytes } from './hash.ts'
import { isPaddedLength } from './padding.ts'

const HEADER_BYTES = 2 + 2 * ID_BYTES + 2 * (ID_BYTES + 4) + 8

/** A device in a call as guests know it, by the number of its join. */
export type GuestParty = { readonly device: DeviceId; readonly connEpoch: number }

/** The clear part of a signal from or to a guest. It names no chat and no person. */
export type GuestSignalHeader = GuestPlace & {
  readonly from: GuestParty
  readonly to: GuestParty
  /** Rises with every signal of a pair of joins; gaps mean nothing. */
  readonly seq: number
}

/** What is said, and what who says it is called. */
export type GuestWords = { readonly name: string; readonly body: SignalBody }

export function encodeGuestSignalHeader(header: GuestSignalHeader): Bytes {
  check(header)
  const writer = writeFormat(new Writer()).id(header.call, ID_BYTES).id(header.link, ID_BYTES)
  for (const { device, connEpoch } of [header.from, header.to]) writer.id(device, ID_BYTES).u32(connEpoch)
  return writer.u64(header.seq).finish()
}

/** header ‖ iv ‖ ciphertext. RecordError when a part has the wrong size. */
export function encodeGuestSignal(headerBytes: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Bytes {
  const signal = concat(headerBytes, iv, ciphertext)
  checkSizes(signal.length, ciphertext.length)
  return signal
}

/** Takes a signal apart without any key. RecordError for anything not canonical or outside the size limits. */
export function decodeGuestSignal(signal: Uint8Array): { header: GuestSignalHeader; headerBytes: Bytes } & SealedPart {
  const reader = new Reader(signal)
  readFormat(reader)
  const header = {
    call: reader.id<CallId>(ID_BYTES),
    link: reader.id<LinkId>(ID_BYTES),
    from: readParty(reader),
    to: readParty(reader),
    seq: reader.u64(),
  }
  check(header)
  const [iv, ciphertext] = [reader.fixed(IV_BYTES), reader.rest()]
  checkSizes(signal.length, ciphertext.length)
  return { header, headerBytes: signal.slice(0, HEADER_BYTES), iv, ciphertext }
}

export function encodeGuestWords({ name, body }: GuestWords): Bytes {
  const bytes = new Writer().bytes16(encodeName(name)).raw(encodeSignalBody(body)).finish()
  if (bytes.length > MAX_SIGNAL_BODY) throw new RecordError('too_large', `${bytes.length} bytes`)
  return bytes
}

export function decodeGuestWords(bytes: Uint8Array): GuestWords {
  const reader = new Reader(bytes)
  const name = decodeName(reader.bytes16(MAX_SIGNAL_BODY))
  return { name, body: decodeSignalBody(reader.rest()) }
}

/** 'soroka/v1/guest-signal\0' ‖ header ‖ words; every header has the same length, so there is one reading. */
export function guestSignalSigningInput(header: Uint8Array, words: Uint8Array): Bytes {
  return domainBytes('guest-signal', header, words)
}

function readParty(reader: Reader): GuestParty {
  return { device: reader.id<DeviceId>(ID_BYTES), connEpoch: reader.u32() }
}

function check({ from, to, seq }: GuestSignalHeader): void {
  if (from.connEpoch < 1 || to.connEpoch < 1) throw new RecordError('range', 'connEpoch')
  if (seq < 1) throw new RecordError('range', 'seq')
  if (from.device === to.device) throw new RecordError('range', 'to itself')
}

function checkSizes(signal: number, ciphertext: number): void {
  if (signal > limits.callSignalBytes) throw new RecordError('too_large', `${signal} bytes`)
  if (!isPaddedLength(ciphertext - SIGNATURE_BYTES - TAG_BYTES)) throw new RecordError('length', 'ciphertext')
}

import { concat, Reader, RecordError, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import { decodeErasedHeader } from './envelope.ts'
import type { EnvelopeHeader } from './envelope.ts'
import { readFormat, SIGNATURE_BYTES, writeFormat } from './format.ts'
import { domainBytes, HASH_BYTES } from './hash.ts'
import { MAX_PADDED } from './padding.ts'

/** seq 8 ‖ H 32: what the author had seen of the log. */
export const SEEN_BYTES = 8 + HASH_BYTES
const MAX_HEADER = 8192
/** Largest disclosure in bytes: the largest body, and all that stands before it. */
export const MAX_DISCLOSURE = 4 + MAX_HEADER + SIGNATURE_BYTES + SEEN_BYTES + MAX_PADDED

/**
 * One message as its author signed it, without any key (E88): who has it can check that this device wrote this body, and
 * opens nothing else with it.
 */
export type Disclosure = {
  /** As it stands in the envelope, byte for byte. */
  readonly headerBytes: Bytes
  readonly header: EnvelopeHeader
  readonly sig: Bytes
  readonly seen: Bytes
  readonly body: Bytes
}

/** 'soroka/v1/message\0' ‖ header ‖ seen ‖ body; the header ends by itself and seen has 40 bytes, so there is one reading. */
export function messageSigningInput(header: Uint8Array, seen: Uint8Array, body: Uint8Array): Bytes {
  return domainBytes('message', header, seen, body)
}

/** format ‖ u16 length ‖ header ‖ signature 64 ‖ seen 40 ‖ body. RecordError when a part has the wrong size. */
export function encodeDisclosure({ headerBytes, sig, seen, body }: Omit<Disclosure, 'header'>): Bytes {
  if (headerBytes.length > MAX_HEADER) throw new RecordError('too_large', 'header')
  const front = writeFormat(new Writer()).u16(headerBytes.length).finish()
  if (sig.length !== SIGNATURE_BYTES || seen.length !== SEEN_BYTES) throw new RecordError('length', 'disclosure')
  return concat(front, headerBytes, sig, seen, body)
}

/** The opposite. RecordError for anything not canonical; the signature is the caller's to check. */
export function decodeDisclosure(bytes: Uint8Array): Disclosure {
  if (bytes.length > MAX_DISCLOSURE) throw new RecordError('too_large', `${bytes.length} bytes`)
  const reader = new Reader(bytes)
  readFormat(reader)
  const length = reader.u16()
  if (length > MAX_HEADER) throw new RecordError('too_large', 'header')
  const headerBytes = reader.fixed(length)
  const sig = reader.fixed(SIGNATURE_BYTES)
  const seen = reader.fixed(SEEN_BYTES)
  return { headerBytes, header: decodeErasedHeader(headerBytes), sig, seen, body: reader.rest() }
}

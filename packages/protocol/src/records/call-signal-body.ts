import { Reader, RecordError, utf8Decode, utf8Encode, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import { MAX_SIGNAL_BODY } from './call-signal.ts'

/** First byte of a signal's body. */
const KIND_BYTES = { offer: 1, answer: 2, candidates: 3, again: 4 } as const
const MAX_CANDIDATE = 1024
const MAX_MID = 64
const MAX_CANDIDATES = 64

/** An address at which a device may be reached, as JSEP trickles it. */
export type SignalCandidate = { readonly candidate: string; readonly mid: string; readonly line: number }

/** What two devices in a call tell each other; `round` numbers the offers of one pair of joins. */
export type SignalBody =
  | { readonly kind: 'offer'; readonly round: number; readonly anew: boolean; readonly sdp: string }
  | { readonly kind: 'answer'; readonly round: number; readonly sdp: string }
  | { readonly kind: 'candidates'; readonly round: number; readonly candidates: SignalCandidate[] }
  | { readonly kind: 'again'; readonly anew: boolean }

/** Canonical bytes of what stands inside a signal. RecordError when it is too large for one. */
export function encodeSignalBody(body: SignalBody): Bytes {
  const writer = new Writer().u8(KIND_BYTES[body.kind])
  if (body.kind !== 'again') writer.u32(body.round)
  if (body.kind === 'offer' || body.kind === 'again') writer.bool(body.anew)
  if (body.kind === 'offer' || body.kind === 'answer') writer.bytes16(limited(body.sdp, MAX_SIGNAL_BODY, 'sdp'))
  if (body.kind === 'candidates') writeCandidates(writer, body.candidates)
  const bytes = writer.finish()
  if (bytes.length > MAX_SIGNAL_BODY) throw new RecordError('too_large', `${bytes.length} bytes`)
  return bytes
}

/** RecordError for anything that encodeSignalBody would not have written, and for kinds of a newer version. */
export function decodeSignalBody(bytes: Uint8Array): SignalBody {
  if (bytes.length > MAX_SIGNAL_BODY) throw new RecordError('too_large', `${bytes.length} bytes`)
  const reader = new Reader(bytes)
  const body = readBody(reader)
  reader.end()
  return body
}

function readBody(reader: Reader): SignalBody {
  switch (reader.u8()) {
    case KIND_BYTES.offer:
      return { kind: 'offer', round: reader.u32(), anew: reader.bool(), sdp: readSdp(reader) }
    case KIND_BYTES.answer:
      return { kind: 'answer', round: reader.u32(), sdp: readSdp(reader) }
    case KIND_BYTES.candidates:
      return { kind: 'candidates', round: reader.u32(), candidates: readCandidates(reader) }
    case KIND_BYTES.again:
      return { kind: 'again', anew: reader.bool() }
    default:
      throw new RecordError('range', 'kind')
  }
}

function readSdp(reader: Reader): string {
  return utf8Decode(reader.bytes16(MAX_SIGNAL_BODY))
}

function writeCandidates(writer: Writer, candidates: readonly SignalCandidate[]): void {
  checkCount(candidates.length)
  writer.u8(candidates.length)
  for (const { candidate, mid, line } of candidates)
    writer
      .bytes16(limited(candidate, MAX_CANDIDATE, 'candidate'))
      .bytes16(limited(mid, MAX_MID, 'mid'))
      .u16(line)
}

function readCandidates(reader: Reader): SignalCandidate[] {
  const count = reader.u8()
  checkCount(count)
  return Array.from({ length: count }, () => ({
    candidate: utf8Decode(reader.bytes16(MAX_CANDIDATE)),
    mid: utf8Decode(reader.bytes16(MAX_MID)),
    line: reader.u16(),
  }))
}

function checkCount(count: number): void {
  if (count > MAX_CANDIDATES) throw new RecordError('too_large', `${count} candidates`)
}

function limited(text: string, max: number, what: string): Bytes {
  const bytes = utf8Encode(text)
  if (bytes.length > max) throw new RecordError('too_large', what)
  return bytes
}

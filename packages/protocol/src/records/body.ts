import { Reader, RecordError, utf8Decode, utf8Encode, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { MsgId } from '../ids.ts'
import { readExtensions, writeExtensions } from './extensions.ts'
import type { Extension } from './extensions.ts'
import { ID_BYTES } from './format.ts'

export const BODY_VERSION = 1
/** Longest text in characters (UTF-16 units). */
export const MAX_TEXT = 16_000
const MAX_BODY_EXT = 48 * 1024

/** Tags of the sealed body's extensions; layouts in body-extensions.ts, attachment.ts, poll.ts and sticker.ts. */
export const BODY_EXT = {
  replaces: 1,
  reactions: 2,
  notify: 3,
  files: 4,
  forward: 5,
  preview: 6,
  poll: 7,
  vote: 8,
  tally: 9,
  thread: 10,
  pin: 11,
  meta: 12,
  sticker: 13,
  pack: 14,
} as const

/** What only the members read. `type` repeats the header's kind; openers refuse a difference. */
export type Body = {
  readonly type: number
  readonly text: string
  readonly replyTo?: MsgId
  readonly ext: readonly Extension[]
}

/** Canonical bytes of a body. RecordError 'too_large' above MAX_TEXT, 'encoding' for lone surrogates. */
export function encodeBody(body: Body): Bytes {
  const text = utf8Encode(body.text)
  if (body.text.length > MAX_TEXT) throw new RecordError('too_large', 'text')
  const writer = new Writer()
    .u8(BODY_VERSION)
    .u8(body.type)
    .bytes32(text)
    .bool(body.replyTo !== undefined)
  if (body.replyTo !== undefined) writer.id(body.replyTo, ID_BYTES)
  return writeExtensions(writer, body.ext, MAX_BODY_EXT).finish()
}

/** The opposite of encodeBody; RecordError for anything it would not have written. */
export function decodeBody(bytes: Uint8Array): Body {
  const reader = new Reader(bytes)
  const version = reader.u8()
  if (version !== BODY_VERSION) throw new RecordError('version', `body ${version}`)
  const type = reader.u8()
  const text = utf8Decode(reader.bytes32(MAX_TEXT * 3))
  if (text.length > MAX_TEXT) throw new RecordError('too_large', 'text')
  const replyTo = reader.bool() ? reader.id<MsgId>(ID_BYTES) : undefined
  const ext = readExtensions(reader, MAX_BODY_EXT)
  reader.end()
  return replyTo === undefined ? { type, text, ext } : { type, text, replyTo, ext }
}

import { Reader, RecordError, utf8Decode, utf8Encode, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { ChatId, DeviceId, UserId } from '../ids.ts'
import { CHAT_ID_BYTES, ID_BYTES, readFormat, SIGNATURE_BYTES, writeFormat } from './format.ts'
import { domainBytes } from './hash.ts'

const MAX_NAME = 512
const MAX_DESCRIPTION = 4096
/** Bytes of a group's photo, a small square JPEG or WebP. */
export const MAX_CHAT_PHOTO = 32 * 1024

/**
 * A group's name, description and photo: signed by somebody who may edit the info, bound to chat and version and to no
 * epoch, so that any member may seal it again for a new key (rule 23). Readers refuse a lower version.
 */
export type ChatMeta = {
  readonly chat: ChatId
  readonly version: number
  readonly name: string
  readonly description: string
  /** Empty: none. */
  readonly photo: Bytes
  readonly by: UserId
  readonly device: DeviceId
  readonly sig: Bytes
}

/** What the author's device signs. */
export function metaSigningInput(meta: Omit<ChatMeta, 'sig'>): Bytes {
  return domainBytes('meta', writeUnsigned(meta).finish())
}

export function encodeChatMeta(meta: ChatMeta): Bytes {
  return writeUnsigned(meta).fixed(meta.sig, SIGNATURE_BYTES).finish()
}

/** RecordError for anything that encodeChatMeta would not have written. */
export function decodeChatMeta(bytes: Uint8Array): ChatMeta {
  const reader = new Reader(bytes)
  readFormat(reader)
  const meta = {
    chat: reader.id<ChatId>(CHAT_ID_BYTES),
    version: reader.u32(),
    name: utf8Decode(reader.bytes16(MAX_NAME)),
    description: utf8Decode(reader.bytes16(MAX_DESCRIPTION)),
    photo: reader.bytes16(MAX_CHAT_PHOTO),
    by: reader.id<UserId>(ID_BYTES),
    device: reader.id<DeviceId>(ID_BYTES),
    sig: reader.fixed(SIGNATURE_BYTES),
  }
  reader.end()
  return meta
}

function writeUnsigned(meta: Omit<ChatMeta, 'sig'>): Writer {
  const name = utf8Encode(meta.name)
  const description = utf8Encode(meta.description)
  if (name.length > MAX_NAME || description.length > MAX_DESCRIPTION || meta.photo.length > MAX_CHAT_PHOTO)
    throw new RecordError('too_large', 'meta')
  return writeFormat(new Writer())
    .id(meta.chat, CHAT_ID_BYTES)
    .u32(meta.version)
    .bytes16(name)
    .bytes16(description)
    .bytes16(meta.photo)
    .id(meta.by, ID_BYTES)
    .id(meta.device, ID_BYTES)
}

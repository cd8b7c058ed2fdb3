import { RecordError, utf8Decode, utf8Encode, Writer } from '../bytes/index.ts'
import type { Bytes, Reader } from '../bytes/index.ts'

const MAX_KEY = 32
const MAX_PACK_NAME = 128
export const PACK_ID_BYTES = 16

/**
 * A sticker that every client carries: it is named, not sent. The text of its message is an emoji that says the same, for
 * clients that don't know the name.
 */
export type NamedSticker = { readonly pack: string; readonly name: string }

/** The pack that the stickers of a message belong to; their emoji are the names of the files. */
export type StickerPack = {
  readonly id: Bytes
  readonly name: string
  /** The message is there to hand over the pack: `part` of `parts`, from 1. Both are 0 for a sticker that is just sent. */
  readonly part: number
  readonly parts: number
}

export function writeNamedSticker({ pack, name }: NamedSticker): Bytes {
  const writer = new Writer()
  for (const key of [pack, name]) writer.bytes16(bounded(key, MAX_KEY))
  return writer.finish()
}

export function readNamedSticker(reader: Reader): NamedSticker {
  return { pack: filled(utf8Decode(reader.bytes16(MAX_KEY))), name: filled(utf8Decode(reader.bytes16(MAX_KEY))) }
}

export function writeStickerPack({ id, name, part, parts }: StickerPack): Bytes {
  checkPart(part, parts)
  return new Writer().fixed(id, PACK_ID_BYTES).bytes16(bounded(name, MAX_PACK_NAME)).u8(part).u8(parts).finish()
}

export function readStickerPack(reader: Reader): StickerPack {
  const id = reader.fixed(PACK_ID_BYTES)
  const name = filled(utf8Decode(reader.bytes16(MAX_PACK_NAME)))
  const [part, parts] = [reader.u8(), reader.u8()]
  checkPart(part, parts)
  return { id, name, part, parts }
}

function bounded(text: string, max: number): Bytes {
  const bytes = utf8Encode(filled(text))
  if (bytes.length > max) throw new RecordError('too_large', 'sticker')
  return bytes
}

function filled(text: string): string {
  if (text === '') throw new RecordError('range', 'sticker')
  return text
}

function checkPart(part: number, parts: number): void {
  if (part > parts || (part === 0) !== (parts === 0)) throw new RecordError('range', 'sticker pack')
}

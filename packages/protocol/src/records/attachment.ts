import { RecordError, utf8Decode, utf8Encode, Writer } from '../bytes/index.ts'
import type { Bytes, Reader } from '../bytes/index.ts'
import type { FileId } from '../ids.ts'
import { ID_BYTES } from './format.ts'
import { HASH_BYTES } from './hash.ts'

/** Files that one message may hold; each may have a preview, which is a file of its own. */
export const MAX_ATTACHMENTS = 10
/** Secret of one sealed file: its key and nonces derive from it. */
export const FILE_SECRET_BYTES = 32
/** Largest file in bytes, before it is sealed. */
export const MAX_FILE = 2 ** 31
/** Peaks of a voice message, from its beginning to its end; 0 is silence. */
export const PEAKS = 64
const MAX_TYPE = 128
const MAX_NAME = 255
const MAX_THUMB = 2048

/** How a file is shown. The number never changes its meaning; a newer one is shown as a document. */
export const SHAPE = { document: 1, photo: 2, video: 3, audio: 4, voice: 5, round: 6, sticker: 7, gif: 8 } as const
export type ShapeName = keyof typeof SHAPE

/** Where sealed bytes lie and what opens them (rule 20). */
export type SealedFile = {
  readonly id: FileId
  /** 32 random bytes. */
  readonly secret: Bytes
  /** Bytes before sealing. */
  readonly size: number
  /** Of the file before sealing, made of the hashes of its chunks (E46). */
  readonly hash: Bytes
}

/** A file of a message, as its sender describes it: everything that is shown before the file is here. */
export type Attachment = {
  readonly file: SealedFile
  /** One of SHAPE, or a number that a newer client knows. */
  readonly shape: number
  /** MIME type as the sender's device saw it; never trusted with running anything (S11). */
  readonly type: string
  readonly name: string
  /** Pixels; 0 where there are none. */
  readonly width: number
  readonly height: number
  /** Milliseconds; 0 where nothing plays. */
  readonly duration: number
  /** A tiny JPEG or WebP that stands there until the picture comes; empty if there is none. */
  readonly thumb: Bytes
  /** Sixty-four peaks of a voice message, else empty. */
  readonly peaks: Bytes
  /** A picture fit for a screen: of a large photo, or the poster of a video. */
  readonly preview?: { readonly file: SealedFile; readonly width: number; readonly height: number }
}

/** All files that a message needs, in order: for its clear header. */
export function filesOf(attachments: readonly Attachment[]): FileId[] {
  return attachments.flatMap(({ file, preview }) => (preview === undefined ? [file.id] : [file.id, preview.file.id]))
}

/** RecordError when there are none, too many, or a part is out of its limits. */
export function writeAttachments(attachments: readonly Attachment[]): Bytes {
  checkCount(attachments.length)
  const writer = new Writer().u8(attachments.length)
  for (const attachment of attachments) writeAttachment(writer, attachment)
  return writer.finish()
}

/** The opposite of writeAttachments; RecordError for anything it would not have written. */
export function readAttachments(reader: Reader): Attachment[] {
  const count = reader.u8()
  checkCount(count)
  return Array.from({ length: count }, () => readAttachment(reader))
}

function checkCount(count: number): void {
  if (count < 1 || count > MAX_ATTACHMENTS) throw new RecordError('range', 'attachments')
}

function writeAttachment(writer: Writer, attachment: Attachment): void {
  const { file, shape, type, name, width, height, duration, thumb, peaks, preview } = attachment
  if (shape < 1) throw new RecordError('range', 'shape')
  writeSealed(writer, file)
  writer.u8(shape)
  writeBounded(writer, utf8Encode(type), MAX_TYPE)
  writeBounded(writer, utf8Encode(name), MAX_NAME)
  writer.u16(width).u16(height).u32(duration)
  writeBounded(writer, thumb, MAX_THUMB)
  checkPeaks(peaks)
  writer.bytes16(peaks).bool(preview !== undefined)
  if (preview !== undefined) {
    writeSealed(writer, preview.file)
    writer.u16(preview.width).u16(preview.height)
  }
}

function readAttachment(reader: Reader): Attachment {
  const file = readSealed(reader)
  const shape = reader.u8()
  if (shape < 1) throw new RecordError('range', 'shape')
  const type = utf8Decode(reader.bytes16(MAX_TYPE))
  const name = utf8Decode(reader.bytes16(MAX_NAME))
  const [width, height, duration] = [reader.u16(), reader.u16(), reader.u32()]
  const thumb = reader.bytes16(MAX_THUMB)
  const peaks = reader.bytes16(PEAKS)
  checkPeaks(peaks)
  const fields = { file, shape, type, name, width, height, duration, thumb, peaks }
  if (!reader.bool()) return fields
  return { ...fields, preview: { file: readSealed(reader), width: reader.u16(), height: reader.u16() } }
}

function writeSealed(writer: Writer, { id, secret, size, hash }: SealedFile): void {
  if (size > MAX_FILE) throw new RecordError('too_large', 'file')
  writer.id(id, ID_BYTES).fixed(secret, FILE_SECRET_BYTES).u64(size).fixed(hash, HASH_BYTES)
}

function readSealed(reader: Reader): SealedFile {
  const id = reader.id<FileId>(ID_BYTES)
  const secret = reader.fixed(FILE_SECRET_BYTES)
  const size = reader.u64()
  if (size > MAX_FILE) throw new RecordError('too_large', 'file')
  return { id, secret, size, hash: reader.fixed(HASH_BYTES) }
}

function writeBounded(writer: Writer, bytes: Uint8Array, max: number): void {
  if (bytes.length > max) throw new RecordError('too_large', 'attachment')
  writer.bytes16(bytes)
}

function checkPeaks(peaks: Uint8Array): void {
  if (peaks.length !== 0 && peaks.length !== PEAKS) throw new RecordError('length', 'peaks')
}

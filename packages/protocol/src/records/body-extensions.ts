import { Reader, RecordError, utf8Decode, utf8Encode, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { MsgId, UserId } from '../ids.ts'
import { readAttachments, writeAttachments } from './attachment.ts'
import type { Attachment } from './attachment.ts'
import { BODY_EXT } from './body.ts'
import { findExtension } from './extensions.ts'
import type { Extension } from './extensions.ts'
import { ID_BYTES } from './format.ts'
import { MAX_NOTIFY } from './header-extensions.ts'
import { readPoll, readTally, readVote, writePoll, writeTally, writeVote } from './poll.ts'
import type { Poll, Tally, Vote } from './poll.ts'
import { readNamedSticker, readStickerPack, writeNamedSticker, writeStickerPack } from './sticker.ts'
import type { NamedSticker, StickerPack } from './sticker.ts'

/** Emoji that one person may put on one message. */
export const MAX_REACTIONS = 5
/** Bytes of one emoji, with its joiners and skin tones. */
const MAX_EMOJI = 64
const MAX_MENTION_NAME = 256
const MAX_URL = 2048
const MAX_PREVIEW_TEXT = 1200
const MAX_PREVIEW_IMAGE = 32 * 1024

/** A person who is named in the text by `@name`, literally. */
export type Mention = { readonly user: UserId; readonly name: string }

/** Who wrote it first, unless the one who forwards keeps that to himself; and when. */
export type Forward = { readonly author?: UserId; readonly at: number }

/** What the sender's device found behind a link when it was written (rule 19). */
export type Preview = {
  readonly url: string
  readonly site: string
  readonly title: string
  readonly description: string
  /** A small JPEG or WebP, made anew by the sender. */
  readonly image?: { readonly bytes: Bytes; readonly width: number; readonly height: number }
}

/** What a body may carry beside its text. */
export type BodyOptions = {
  /** In an edit: the version that its author saw, the target itself or an edit of it (rule 13). */
  readonly replaces?: MsgId | undefined
  /** The sender's whole current set for the target; empty takes all back (rule 14). */
  readonly reactions?: readonly string[] | undefined
  readonly mentions?: readonly Mention[] | undefined
  /** `@all`, by those who may. */
  readonly callsAll?: boolean | undefined
  readonly attachments?: readonly Attachment[] | undefined
  readonly forward?: Forward | undefined
  readonly preview?: Preview | undefined
  readonly poll?: Poll | undefined
  readonly vote?: Vote | undefined
  readonly tally?: Tally | undefined
  /** The message whose thread this one belongs to. */
  readonly thread?: MsgId | undefined
  readonly pin?: boolean | undefined
  /** A signed ChatMeta record (chat-meta.ts), verbatim. */
  readonly meta?: Bytes | undefined
  /** A sticker that every client carries; the text is the emoji that stands for it. */
  readonly sticker?: NamedSticker | undefined
  /** The pack of the stickers among the attachments. */
  readonly pack?: StickerPack | undefined
}

/** RecordError when a part is out of its limits. */
export function writeBodyOptions(options: BodyOptions): Extension[] {
  const { replaces, reactions, mentions = [], callsAll = false, attachments, forward, preview } = options
  const { poll, vote, tally, thread, pin, meta, sticker, pack } = options
  const parts: [number, Bytes | undefined][] = [
    [BODY_EXT.replaces, replaces && new Writer().id(replaces, ID_BYTES).finish()],
    [BODY_EXT.reactions, reactions && writeReactions(reactions)],
    [BODY_EXT.notify, mentions.length > 0 || callsAll ? writeMentions(callsAll, mentions) : undefined],
    [BODY_EXT.files, attachments && writeAttachments(attachments)],
    [BODY_EXT.forward, forward && writeForward(forward)],
    [BODY_EXT.preview, preview && writePreview(preview)],
    [BODY_EXT.poll, poll && writePoll(poll)],
    [BODY_EXT.vote, vote && writeVote(vote)],
    [BODY_EXT.tally, tally && writeTally(tally)],
    [BODY_EXT.thread, thread && new Writer().id(thread, ID_BYTES).finish()],
    [BODY_EXT.pin, pin === undefined ? undefined : new Writer().bool(pin).finish()],
    [BODY_EXT.meta, meta],
    [BODY_EXT.sticker, sticker && writeNamedSticker(sticker)],
    [BODY_EXT.pack, pack && writeStickerPack(pack)],
  ]
  return parts.flatMap(([tag, bytes]) => (bytes === undefined ? [] : [{ tag, bytes }]))
}

/** RecordError for a known extension that is not canonical; unknown ones are passed over. */
export function readBodyOptions(ext: readonly Extension[]): BodyOptions {
  const part = <T>(tag: number, read: (reader: Reader) => T): T | undefined => {
    const bytes = findExtension(ext, tag)
    if (bytes === undefined) return undefined
    const reader = new Reader(bytes)
    const value = read(reader)
    reader.end()
    return value
  }
  const notify = part(BODY_EXT.notify, readMentions)
  return {
    replaces: part(BODY_EXT.replaces, readMessageId),
    reactions: part(BODY_EXT.reactions, readReactions),
    mentions: notify?.mentions,
    callsAll: notify?.all,
    attachments: part(BODY_EXT.files, readAttachments),
    forward: part(BODY_EXT.forward, readForward),
    preview: part(BODY_EXT.preview, readPreview),
    poll: part(BODY_EXT.poll, readPoll),
    vote: part(BODY_EXT.vote, readVote),
    tally: part(BODY_EXT.tally, readTally),
    thread: part(BODY_EXT.thread, readMessageId),
    pin: part(BODY_EXT.pin, (reader) => reader.bool()),
    meta: findExtension(ext, BODY_EXT.meta),
    sticker: part(BODY_EXT.sticker, readNamedSticker),
    pack: part(BODY_EXT.pack, readStickerPack),
  }
}

const readMessageId = (reader: Reader): MsgId => reader.id<MsgId>(ID_BYTES)

function writeText(writer: Writer, text: string, max: number): void {
  const bytes = utf8Encode(text)
  if (bytes.length > max) throw new RecordError('too_large', 'text')
  writer.bytes16(bytes)
}

function readText(reader: Reader, max: number): string {
  return utf8Decode(reader.bytes16(max))
}

function writeReactions(reactions: readonly string[]): Bytes {
  if (reactions.length > MAX_REACTIONS) throw new RecordError('too_large', 'reactions')
  const writer = new Writer().u8(reactions.length)
  for (const emoji of ascending(reactions)) writeText(writer, emoji, MAX_EMOJI)
  return writer.finish()
}

function readReactions(reader: Reader): string[] {
  const count = reader.u8()
  if (count > MAX_REACTIONS) throw new RecordError('too_large', 'reactions')
  return [...ascending(Array.from({ length: count }, () => readText(reader, MAX_EMOJI)))]
}

/** Sets are written in order, each sign once: there is one way to write a set. */
function ascending(list: readonly string[]): readonly string[] {
  if (list.some((item, i) => item === '' || (i > 0 && item <= (list[i - 1] ?? ''))))
    throw new RecordError('unsorted', 'reactions')
  return list
}

function writeMentions(all: boolean, mentions: readonly Mention[]): Bytes {
  if (mentions.length > MAX_NOTIFY) throw new RecordError('too_large', 'mentions')
  const writer = new Writer().bool(all).u8(mentions.length)
  for (const { user, name } of mentions) writeText(writer.id(user, ID_BYTES), name, MAX_MENTION_NAME)
  return writer.finish()
}

function readMentions(reader: Reader): { all: boolean; mentions: Mention[] } {
  const all = reader.bool()
  const count = reader.u8()
  if (count > MAX_NOTIFY) throw new RecordError('too_large', 'mentions')
  const mentions = Array.from({ length: count }, () => ({
    user: reader.id<UserId>(ID_BYTES),
    name: readText(reader, MAX_MENTION_NAME),
  }))
  // Nobody at all is said by leaving it out.
  if (!all && count === 0) throw new RecordError('range', 'mentions')
  return { all, mentions }
}

function writeForward({ author, at }: Forward): Bytes {
  const writer = new Writer().u64(at).bool(author !== undefined)
  if (author !== undefined) writer.id(author, ID_BYTES)
  return writer.finish()
}

function readForward(reader: Reader): Forward {
  const at = reader.u64()
  return reader.bool() ? { at, author: reader.id<UserId>(ID_BYTES) } : { at }
}

function writePreview({ url, site, title, description, image }: Preview): Bytes {
  const writer = new Writer()
  writeText(writer, url, MAX_URL)
  for (const text of [site, title, description]) writeText(writer, text, MAX_PREVIEW_TEXT)
  writer.bool(image !== undefined)
  if (image !== undefined) {
    if (image.bytes.length > MAX_PREVIEW_IMAGE) throw new RecordError('too_large', 'preview')
    writer.u16(image.width).u16(image.height).bytes16(image.bytes)
  }
  return writer.finish()
}

function readPreview(reader: Reader): Preview {
  const text = {
    url: readText(reader, MAX_URL),
    site: readText(reader, MAX_PREVIEW_TEXT),
    title: readText(reader, MAX_PREVIEW_TEXT),
    description: readText(reader, MAX_PREVIEW_TEXT),
  }
  if (!reader.bool()) return text
  const [width, height] = [reader.u16(), reader.u16()]
  return { ...text, image: { width, height, bytes: reader.bytes16(MAX_PREVIEW_IMAGE) } }
}

import type { ChatId, ErrorCode, MsgId, UserId } from '@soroka/protocol'
import type { ReportReason } from '@soroka/protocol/contract'
import type { AttachmentView, OutgoingFile } from './files.ts'

/** A person who is named in a text by `@name`, literally. */
export interface MentionView {
  user: UserId
  name: string
}

/** What a reply shows of the message that it answers. */
export interface QuoteView {
  id: MsgId
  sender?: UserId
  text: string
  /** What it brought beside its text. */
  files?: AttachmentView[]
  /** Where it stands, if it is known here. */
  seq?: number
  missing?: 'deleted' | 'unknown'
}

export interface ReactionView {
  emoji: string
  count: number
  own: boolean
  /** The first of those who reacted, newest last. */
  users: UserId[]
}

export interface PollView {
  options: { text: string; votes: number; own: boolean; voters: UserId[] }[]
  multiple: boolean
  anonymous: boolean
  closed: boolean
  closesAt?: number
  /** People who voted. */
  voters: number
  /** Whether `votes` may be shown: in an anonymous poll only after it closed. */
  counted: boolean
}

/** A sticker by its pack and its name there. */
export interface StickerName {
  pack: string
  name: string
}

export interface PreviewView {
  url: string
  site: string
  title: string
  description: string
  image?: { bytes: Uint8Array<ArrayBuffer>; width: number; height: number }
}

/** A message as the screen shows it. `key` never changes from the first keystroke of sending to the last read mark. */
export interface MessageView {
  key: string
  chat: ChatId
  id: MsgId
  /** Position in the log; absent while it waits in the outbox. */
  seq?: number
  sender: UserId
  own: boolean
  /** Server's time once accepted, else the device's. */
  at: number
  text: string
  state: 'pending' | 'sent' | 'failed'
  failure?: ErrorCode
  /** Why there is no text: the key is on its way, the row was removed by the server, the signature or rights don't hold. */
  problem?: 'waiting_key' | 'removed' | 'invalid'
  /** Deleted for everyone: by its author, or by an admin. */
  deleted?: 'author' | 'admin'
  editedAt?: number
  replyTo?: QuoteView
  forward?: { author?: UserId; at: number }
  reactions: ReactionView[]
  pinned: boolean
  mentions: MentionView[]
  /** It calls me, by name or by `@all`. */
  callsMe: boolean
  /** Photos, sounds, documents; `text` is their caption. */
  files?: AttachmentView[]
  preview?: PreviewView
  poll?: PollView
  /** A sticker that every client carries; `text` is an emoji that says the same. */
  sticker?: StickerName
  /** The pack of its stickers. With `parts` above 0 the message is there to hand it over. */
  pack?: { id: string; name: string; part: number; parts: number }
  /** The message whose thread this one belongs to. */
  thread?: MsgId
  /** Answers in the thread that begins here. */
  replies?: { count: number; lastAt: number }
  expiresAt?: number
  /** It waits for its time; `held`: for a device of mine that seals it again. */
  scheduled?: { sendAt: number; held: boolean }
  silent?: boolean
}

/** A line between messages: who joined, what was changed. */
export interface LineView {
  key: string
  chat: ChatId
  /** It stands after this row of the log. */
  after: number
  /** Order of lines after the same row. */
  order: number
  at: number
  by: UserId
  change: LineChange
}

export type LineChange =
  | { type: 'created' }
  /** `reset`: the group or chat goes on with their new keys, or without them; `key_changed`: this device saw a new one. */
  | { type: 'added' | 'joined' | 'removed' | 'left' | 'reset' | 'key_changed'; users: UserId[] }
  | { type: 'role'; user: UserId; role: 'member' | 'admin' | 'owner' }
  /** Seconds; 0: off. */
  | { type: 'timer'; seconds: number }
  | { type: 'policy' | 'photo' | 'description' }
  | { type: 'renamed'; name: string }
  | { type: 'pinned'; message: MsgId }

/** What somebody wrote, before it is sealed. */
export interface Outgoing {
  text: string
  replyTo?: MsgId
  thread?: MsgId
  mentions?: MentionView[]
  callsAll?: boolean
  preview?: PreviewView
  /** At most ten. They are sealed to this device before `send` returns, and go on from there by themselves. */
  files?: OutgoingFile[]
  poll?: { options: string[]; multiple: boolean; anonymous: boolean; closesAt?: number }
  /** A sticker that every client carries: `text` is the emoji for those that don't. */
  sticker?: StickerName
  /** No sound and no push on the other side. */
  silent?: boolean
  /** Milliseconds since 1970: sent by the server's clock, then. */
  sendAt?: number
}

/** Why messages are shown to those who run the server. */
export interface Complaint {
  /** The reported one first, then others of the same author: five at most. */
  messages: MsgId[]
  reason: ReportReason
  words?: string
}

export interface MessagesPage {
  messages: MessageView[]
  /** Lines that stand after one of these messages, or before the first when `more` is false. */
  lines: LineView[]
  /** Older rows exist. */
  more: boolean
  /** Newer rows exist: only after `around` or `after`. */
  moreBelow: boolean
}

export interface MessagesApi {
  /**
   * A page in order of seq, pending ones last. Reads the device first and pulls what is missing.
   * `before`: rows below that seq; `after`: above it; `around`: both sides of it; none: the newest.
   */
  page(chat: ChatId, input: { before?: number; after?: number; around?: number; limit: number }): Promise<MessagesPage>
  /** Stores the message and its outbox row in one transaction, then returns; sending goes on by itself (G6). */
  send(chat: ChatId, message: string | Outgoing): Promise<MessageView>
  retry(chat: ChatId, id: MsgId): Promise<void>
  /** Takes back a message that was not sent. */
  discard(chat: ChatId, id: MsgId): Promise<void>
  edit(chat: ChatId, id: MsgId, message: { text: string; mentions?: MentionView[]; callsAll?: boolean }): Promise<void>
  /** Every version that is known, oldest first. */
  versions(chat: ChatId, id: MsgId): Promise<{ text: string; at: number }[]>
  /** For me on all my devices, or for everyone where I may. */
  remove(chat: ChatId, ids: MsgId[], input: { forEveryone: boolean }): Promise<void>
  /** My whole set of emoji on the message. */
  react(chat: ChatId, id: MsgId, emoji: string[]): Promise<void>
  /** Who reacted with what, newest last. */
  reactors(chat: ChatId, id: MsgId): Promise<{ user: UserId; emoji: string; at: number }[]>
  pin(chat: ChatId, id: MsgId, on: boolean): Promise<void>
  /** Pinned messages, the newest last. */
  pins(chat: ChatId): Promise<MessageView[]>
  /** My whole choice; empty takes it back. */
  vote(chat: ChatId, id: MsgId, options: number[]): Promise<void>
  closePoll(chat: ChatId, id: MsgId): Promise<void>
  /** In the order of the log; `hideAuthor`: as if I had written them. */
  forward(from: ChatId, ids: MsgId[], to: ChatId[], input: { hideAuthor: boolean }): Promise<void>
  /** Who read it, and when; in groups and where receipts are on. */
  readers(chat: ChatId, id: MsgId): Promise<{ user: UserId; at: number }[]>
  /** A thread from its first message on. */
  thread(chat: ChatId, root: MsgId): Promise<MessageView[]>
  /** Where a message stands, for a jump; null when it can't be reached. */
  locate(chat: ChatId, id: MsgId): Promise<number | null>
  /** The first row at or after a moment. */
  seqAt(chat: ChatId, at: number): Promise<number>
  scheduled(chat: ChatId): Promise<MessageView[]>
  unschedule(chat: ChatId, id: MsgId): Promise<void>
  /** Other words, another time, or, without one, now. For texts; NOT_FOUND when it was sent meanwhile. */
  reschedule(chat: ChatId, id: MsgId, change: { text?: string; sendAt?: number }): Promise<void>
  /**
   * Shows messages of one author to those who run the server, with the proof that he wrote them. @returns false: I reported
   * the first one before
   */
  report(chat: ChatId, complaint: Complaint): Promise<boolean>
  /** What stands behind a link; null when nothing can be shown or previews are off. Asks the server (R19). */
  preview(url: string): Promise<PreviewSource | null>
}

/** A page or picture as the server fetched it; the screen's own code makes a PreviewView of it. */
export interface PreviewSource {
  url: string
  type: string
  bytes: Uint8Array<ArrayBuffer>
}

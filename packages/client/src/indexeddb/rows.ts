import { chatId, deviceId, fileId, msgId, notifyLevel, userId } from '@soroka/protocol'
import { joinRequest, status } from '@soroka/protocol/contract'
import * as z from 'zod/mini'
import type { LineChange } from '../types.ts'

/** Rows of the local database. Each is parsed when read: a row that doesn't fit counts as lost and is pulled again. */

const bytes = z.instanceof(Uint8Array<ArrayBuffer>)
const count = z.int().check(z.nonnegative())
const point = z.object({ seq: count, hash: bytes })

/** Messages that wait in the outbox stand behind every row of the log: their place is this plus the outbox number. */
export const PENDING = 2 ** 52

export const chatRow = z.object({
  id: chatId,
  kind: z.enum(['direct', 'group', 'nest']),
  peer: z.optional(userId),
  /** False until the server knows the chat: the first message creates it. */
  created: z.boolean(),
  lastSeq: count,
  lastAt: count,
  /** What the server says of epochs; the verified chain decides. */
  epoch: count,
  floor: count,
  rotate: z.boolean(),
  /** Messages up to lastSeq and up to ownRead (R15); rows above countSeq are added to the server's number as they come. */
  msgCount: count,
  readCount: count,
  countSeq: count,
  ownRead: count,
  ownDelivered: count,
  /** The part of the two above that the server is known to have; the rest is said again at each `ready`. */
  toldRead: z.prefault(count, 0),
  toldDelivered: z.prefault(count, 0),
  peerRead: count,
  peerDelivered: count,
  /** Which rows of the log are here: ascending, disjoint, not touching. */
  have: z.array(z.tuple([count, count])),
  /** The newest point up to which the log is here from its beginning and hashed (R5). */
  log: point,
  /** The newest epoch under which something was written up to there (R8). */
  logEpoch: z.prefault(count, 0),
  /** The server's order didn't agree with what another device signed. Stays until a person looked. */
  fork: z.boolean(),
  keyChanged: z.boolean(),
  /** No sound until then. */
  mutedUntil: z.prefault(count, 0),
  /** Which of its messages notify me; null: as my settings say. */
  level: z.prefault(z.nullable(notifyLevel), null),
  /** A stranger began it and waits for my word. */
  request: z.prefault(z.boolean(), false),
  /** The last row that I may read, once I am no longer in it. */
  leftSeq: z.prefault(z.nullable(count), null),
  /** Newest row that calls me, by the server's word (R15). */
  mentionSeq: z.prefault(count, 0),
  /** Newest row with the group's name and photo, by the server's word. */
  metaSeq: z.prefault(count, 0),
  /** Newest row of mine that came while I may have been away. */
  awaySeq: z.prefault(count, 0),
  /** Signed leaves that the next epoch carries out (R3). */
  leaves: z.prefault(z.array(z.string()), []),
  /** People who hold a link and ask to be let in. */
  joins: z.prefault(z.array(joinRequest), []),
})
export type ChatRow = z.infer<typeof chatRow>

export const messageRow = z.object({
  chat: chatId,
  seq: count,
  at: count,
  state: z.enum(['sent', 'pending', 'failed']),
  /** Hash of the envelope; absent while pending. */
  hash: z.optional(bytes),
  /** H at this row, once the log up to here was hashed. */
  logHash: z.optional(bytes),
  /** The author's word of what he had verified. */
  seen: z.optional(point),
  id: z.optional(msgId),
  sender: z.optional(userId),
  device: z.optional(deviceId),
  kind: z.optional(count),
  /** The message that an annotation speaks of, or whose thread a message belongs to. */
  target: z.optional(msgId),
  replyTo: z.optional(msgId),
  epoch: z.optional(count),
  /** The body under the vault key. */
  body: z.optional(bytes),
  /** What `body` is: 2, the sealed body itself; absent, as in the first version, the text alone. */
  form: z.optional(z.literal(2)),
  /** What is looked for beside the order of the log: pins, and messages whose clear header and body call me. */
  flag: z.optional(z.enum(['pin', 'calls'])),
  /** The author was an admin of the group by the epoch that he signed under. */
  admin: z.optional(z.boolean()),
  silent: z.optional(z.boolean()),
  /** Files that the server must have before it goes: while it waits in the outbox. */
  files: z.optional(z.array(fileId)),
  /** Where a gallery finds it, by the shapes of its files. */
  shapes: z.optional(z.array(z.string())),
  /** It came while its sender may have been away: by itself it reads nothing for him (P20). */
  away: z.optional(z.boolean()),
  /** When a disappearing message ends (R16). */
  expiresAt: z.optional(count),
  /** The same, as long as there is something here to be wiped then. */
  endsAt: z.optional(count),
  /** A message of mine that waits for its time. */
  sendAt: z.optional(count),
  /** Its content is gone: deleted, superseded or expired. Which, the other rows tell (R13). */
  erased: z.optional(z.boolean()),
  /** The floor at its place, for a row that couldn't be opened yet when the log was hashed (R8). */
  floor: z.optional(count),
  /** Kept only while it can't be opened yet. */
  envelope: z.optional(bytes),
  problem: z.optional(z.enum(['waiting_key', 'removed', 'invalid'])),
  /** A repeat of another row: counted in the log, not on the screen. */
  hidden: z.optional(z.boolean()),
  failure: z.optional(z.string()),
})
export type MessageRow = z.infer<typeof messageRow>

export const outboxRow = z.object({
  n: count,
  chat: chatId,
  id: msgId,
  /** When it was written. */
  at: count,
  /** Sealed before the first attempt and sent as the same bytes until the server refuses them. */
  envelope: z.optional(bytes),
  /** Other bytes were sent before these: which of them the server took, only its log can tell. */
  doubt: z.optional(z.boolean()),
  /** It has files: it may have to wait for them. */
  files: z.optional(z.literal(true)),
})
export type OutboxRow = z.infer<typeof outboxRow>

export const epochRow = z.object({
  chat: chatId,
  n: count,
  /** The signed record, verbatim. */
  record: bytes,
  hash: bytes,
  /** When it came here. */
  at: count,
  /** When the server took it. */
  madeAt: z.optional(count),
  /** What it changed, for the line that says so, and who did. */
  line: z.optional(z.object({ by: userId, changes: z.array(z.custom<LineChange>()) })),
  /** My box as the server gave it. */
  box: z.optional(bytes),
  /** EK under the vault key, once opened. */
  key: z.optional(bytes),
  /** The chat's last seq when it came: how many messages it has covered since. */
  fromSeq: count,
  /** What its author had seen was compared with our own log (R5). */
  compared: z.boolean(),
})
export type EpochRow = z.infer<typeof epochRow>

export const userRow = z.object({
  id: userId,
  name: z.string(),
  nickname: z.string(),
  /** When the profile was read. */
  profileAt: count,
  /** Version of the photo; null: there is none, absent: not known. */
  photo: z.optional(z.nullable(z.string())),
  /** What he shows me of himself beside. */
  about: z.optional(z.string()),
  phone: z.optional(z.string()),
  status: z.optional(status),
  /** The verified key chain, and with its first entry the pin (contact trust at first sight). */
  chain: z.array(bytes),
  /** Fingerprint of the identity key that was trusted first. */
  pin: z.optional(bytes),
  /** A chain that doesn't follow the pin was seen: nothing is sealed to it. */
  keyChanged: z.boolean(),
  /** That chain, whole; it waits for a person's word. */
  offered: z.optional(z.array(bytes)),
  /** More than one identity of his is known. */
  renewed: z.optional(z.boolean()),
  /** When it was seen first. */
  changedAt: z.optional(count),
  contact: z.prefault(z.boolean(), false),
  blocked: z.prefault(z.boolean(), false),
})
export type UserRow = z.infer<typeof userRow>

export const emptyUser = (id: UserRow['id']): UserRow => ({
  id,
  name: '',
  nickname: '',
  profileAt: 0,
  chain: [],
  keyChanged: false,
  contact: false,
  blocked: false,
})

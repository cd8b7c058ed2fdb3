import * as z from 'zod/mini'
import { callState } from '../calls.ts'
import { base64url, seq, timestamp } from '../fields.ts'
import { guestCall } from '../guests.ts'
import { callId, chatId, deviceId, msgId, userId } from '../ids.ts'
import { limits } from '../limits.ts'
import { erasedRow } from '../rows.ts'

const id = z.int().check(z.nonnegative())
const code = z.string()

/** What the server tells, in the past tense. A hint: the truth is read by seq over HTTP (G5). */
export const downFrame = z.discriminatedUnion('t', [
  /** First frame: subscriptions stand, now read the vector (R12). */
  z.object({
    t: z.literal('ready'),
    version: z.int(),
    era: z.string(),
    user: userId,
    device: deviceId,
    now: timestamp,
  }),
  /** Committed (G1); a repeat gets the first answer (G2). */
  z.object({ t: z.literal('message.accepted'), id, chat: chatId, msgId, seq, at: timestamp }),
  z.object({ t: z.literal('message.refused'), id, code, retryAfter: z.optional(z.number()) }),
  z.object({
    t: z.literal('message.created'),
    chat: chatId,
    seq,
    at: timestamp,
    envelope: base64url(limits.envelopeBytes),
  }),
  /** Created, a new epoch, members: read its head. */
  z.object({ t: z.literal('chat.changed'), chat: chatId }),
  z.object({
    t: z.literal('chat.marked'),
    chat: chatId,
    user: userId,
    delivered: seq,
    read: seq,
    readCount: z.optional(seq),
  }),
  z.object({ t: z.literal('typing.started'), chat: chatId, user: userId }),
  z.object({
    t: z.literal('presence.changed'),
    people: z.array(z.object({ user: userId, online: z.boolean(), lastSeen: z.nullable(timestamp) })),
  }),
  z.object({ t: z.literal('user.changed'), user: userId }),
  /** Latest senders in chats above 20 members: how many have read what they sent (R17). */
  z.object({ t: z.literal('chat.read'), chat: chatId, upTo: seq, readers: z.int() }),
  /** Rows whose ciphertext is gone: deleted, superseded or expired. */
  z.object({ t: z.literal('messages.erased'), chat: chatId, rows: z.array(erasedRow) }),
  /** I am no longer in this chat, or it is gone. */
  z.object({ t: z.literal('chat.left'), chat: chatId }),
  /** My contacts, blocks or requests are others now. */
  z.object({ t: z.literal('contacts.changed') }),
  /** Sealed entries above a revision I may have. */
  z.object({ t: z.literal('vault.changed'), rev: seq }),
  /**
   * A scheduled message of mine was kept or changed, is on its way, waits for a device of mine to seal it again, cannot be
   * sent for the reason that its list names, or was taken back.
   */
  z.object({
    t: z.literal('scheduled.changed'),
    chat: chatId,
    msgId,
    state: z.enum(['waiting', 'sent', 'held', 'failed', 'removed']),
  }),
  /** A call of a chat of mine is another now: it rings, somebody came or went, it is over. */
  z.object({ t: z.literal('call.changed'), call: callState }),
  /** Sealed words of one device in a call to another; the other devices of its person ignore them. */
  z.object({
    t: z.literal('call.signalled'),
    call: callId,
    from: z.object({ user: userId, device: deviceId }),
    to: deviceId,
    signal: base64url(limits.callSignalBytes),
  }),
  /** I looked at the missed calls that began until then, maybe on another device. */
  z.object({ t: z.literal('call.seen'), upTo: timestamp }),
  /** My notification settings are others now, or a device of mine has another subscription. */
  z.object({ t: z.literal('push.changed') }),
  /** To a guest: his call is another now, or how he stands to it. */
  z.object({ t: z.literal('guest.changed'), call: guestCall }),
  /** To a guest: sealed words of a device in his call. */
  z.object({ t: z.literal('guest.signalled'), from: deviceId, signal: base64url(limits.callSignalBytes) }),
  z.object({ t: z.literal('session.ended'), reason: z.enum(['signed_out', 'revoked', 'reuse', 'suspended']) }),
  z.object({ t: z.literal('pong'), id }),
  z.object({ t: z.literal('error'), code, id: z.optional(id), message: z.string() }),
])
export type DownFrame = z.infer<typeof downFrame>

/** Close codes of the socket beyond RFC 6455. */
export const closeCodes = {
  /** The server stops or drains: come back after a jittered pause. */
  restart: 1012,
  /** A frame was over the limit. */
  tooLarge: 1009,
  /** More than 1 MB unsent: resync by seq (G8). */
  slow: 4008,
  /** The session ended: don't come back with it. */
  sessionEnded: 4001,
  /** No ping for 45 s. */
  idle: 4002,
  flooded: 4029,
} as const

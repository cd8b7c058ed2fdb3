import * as z from 'zod/mini'
import { base64url, seq, timestamp } from './fields.ts'
import { callId, chatId, deviceId, msgId, userId } from './ids.ts'
import type { CallId, ChatId, UserId } from './ids.ts'

/**
 * What a push tells of. `mention`: a message that calls me, or all. `request`: a stranger's first message. `ring_over`: a
 * ring that this device was told of, and that was answered or refused on another one.
 */
export const pushKind = z.enum([
  'message',
  'mention',
  'reaction',
  'missed_call',
  'ring',
  'ring_over',
  'request',
  'test',
])
export type PushKind = z.infer<typeof pushKind>

/** Bytes of the JSON: a push service takes 4096 of the sealed record, which has 16 of tag, 86 of header and one of padding. */
export const PUSH_PAYLOAD_BYTES = 3993
/** Largest envelope that rides in a push, in bytes; of a larger one only the ids do. */
export const PUSH_ENVELOPE_BYTES = 2800
/** Most chats whose marks ride in one push. */
export const PUSH_READ_CHATS = 8

/** What the worker needs. Nothing in it can be read without the keys of this device but ids and times (S10). */
export const pushData = z.object({
  /** For whom: a browser may hold several accounts. A worker without this account shows the title and no more. */
  user: userId,
  kind: pushKind,
  /** When it happened, by the server's clock. */
  at: timestamp,
  /** All kinds but `test`, `ring` and `ring_over`. */
  chat: z.optional(chatId),
  /** message, mention, reaction, request: its place in the log. */
  seq: z.optional(seq),
  msgId: z.optional(msgId),
  sender: z.optional(userId),
  device: z.optional(deviceId),
  epoch: z.optional(seq),
  /** The sealed message, where it is small and this device said that it holds the epoch; else the worker asks for it. */
  envelope: z.optional(base64url(PUSH_ENVELOPE_BYTES)),
  /** reaction: the message of mine that it is for. */
  target: z.optional(msgId),
  /** ring, ring_over, missed_call: the state is asked for with it. */
  call: z.optional(callId),
  /** ring: shown until then at most. */
  until: z.optional(timestamp),
  /** Chats that I read elsewhere up to these seqs: their notifications are taken away. */
  read: z.optional(z.array(z.object({ chat: chatId, upTo: seq })).check(z.maxLength(PUSH_READ_CHATS))),
})
export type PushData = z.infer<typeof pushData>

/**
 * The one payload for all browsers. Browsers with Declarative Web Push show `notification` by themselves when no worker
 * does; the others hand all of it to the worker. The title is plain words in the device's language: no name, no text (S10).
 */
export const pushPayload = z.object({
  web_push: z.literal(8030),
  /** Without it the worker never gets to open what is sealed. */
  mutable: z.literal(true),
  /** Unread messages in chats that are not muted. */
  app_badge: z.int().check(z.nonnegative()),
  notification: z.object({
    title: z.string().check(z.minLength(1), z.maxLength(120)),
    /** Absolute, on this server: where a press leads. */
    navigate: z.string().check(z.maxLength(512)),
    lang: z.enum(['ru', 'en']),
    dir: z.literal('auto'),
    /** One for each chat or call (`pushTag`): a newer notification takes the place of the older. */
    tag: z.string().check(z.maxLength(80)),
    /** The sender asked for no sound. */
    silent: z.optional(z.boolean()),
    data: pushData,
  }),
})
export type PushPayload = z.infer<typeof pushPayload>

/** Tag of an account's notification of a chat, of a call, or of the test. */
export const pushTag = {
  chat: (user: UserId, chat: ChatId): string => `${user}:chat:${chat}`,
  call: (user: UserId, call: CallId): string => `${user}:call:${call}`,
  test: (user: UserId): string => `${user}:test`,
} as const

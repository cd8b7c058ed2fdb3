import * as z from 'zod/mini'
import { callMedia } from '../calls.ts'
import { base64url, seq } from '../fields.ts'
import { callId, chatId, deviceId, userId } from '../ids.ts'
import { limits } from '../limits.ts'

/** Number chosen by the client to match the answer; repeats are harmless. */
const id = z.int().check(z.nonnegative())

/** What a client asks of the server, in the imperative. */
export const upFrame = z.discriminatedUnion('t', [
  /** Answered by message.accepted or message.refused with the same id. */
  z.object({ t: z.literal('message.send'), id, envelope: base64url(limits.envelopeBytes) }),
  /** My high-water marks; they only rise. At most one a second for each chat (R17). */
  z.object({ t: z.literal('chat.mark'), chat: chatId, delivered: z.optional(seq), read: z.optional(seq) }),
  /** I am typing; shown for 6 s. */
  z.object({ t: z.literal('typing.start'), chat: chatId }),
  /** The whole set of people on my screen; answered by presence.changed (R17). */
  z.object({ t: z.literal('presence.watch'), users: z.array(userId).check(z.maxLength(limits.watchedUsers)) }),
  /**
   * Whether a person looks at this page, and which chat he has open. Nothing is pushed to a device that is looked at, nor
   * to any of mine for the chat. Said after each `ready` and whenever it changes; over when the socket is.
   */
  z.object({ t: z.literal('focus'), visible: z.boolean(), chat: z.nullable(chatId) }),
  /** This device rings; or it can't, for it is in another call. */
  z.object({ t: z.literal('call.heard'), call: callId, busy: z.boolean() }),
  /** Sealed for one device in a call that this one is in (call-signal record); refused with the id. */
  z.object({
    t: z.literal('call.signal'),
    id,
    call: callId,
    to: z.object({ user: userId, device: deviceId }),
    signal: base64url(limits.callSignalBytes),
  }),
  z.object({ t: z.literal('call.media'), call: callId, media: callMedia }),
  /** I am still in it: at least every 10 s. */
  z.object({ t: z.literal('call.alive'), call: callId }),
  /** Of a guest, whose socket knows one call: sealed for one device in it (guest-signal record); refused with the id. */
  z.object({ t: z.literal('guest.signal'), id, to: deviceId, signal: base64url(limits.callSignalBytes) }),
  z.object({ t: z.literal('guest.media'), media: callMedia }),
  /** I still wait, or am still in it: at least every 10 s. */
  z.object({ t: z.literal('guest.alive') }),
  z.object({ t: z.literal('ping'), id }),
])
export type UpFrame = z.infer<typeof upFrame>

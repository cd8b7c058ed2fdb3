import * as z from 'zod/mini'
import { base64url, timestamp } from './fields.ts'
import { callId, chatId, deviceId, guestId, linkId, userId } from './ids.ts'
import { limits } from './limits.ts'

/** What a device sends into a call. */
export const callMedia = z.object({
  audio: z.boolean(),
  video: z.boolean(),
  screen: z.boolean(),
  /** Its person wants to speak. */
  hand: z.boolean(),
})
export type CallMedia = z.infer<typeof callMedia>

/**
 * A device that is in the call. `connEpoch` numbers the joins of one call: who joins again gets a higher one, and the others
 * build that one connection anew. Of two devices the one with the higher number makes the offer.
 */
export const callDevice = z.object({
  user: userId,
  device: deviceId,
  connEpoch: z.int().check(z.gte(1)),
  media: callMedia,
})
export type CallDevice = z.infer<typeof callDevice>

/** ringing: not answered yet; in: at least one device of theirs; missed: the time to ring was over. */
export const callMemberState = z.enum(['ringing', 'in', 'declined', 'busy', 'missed', 'left', 'removed'])

/** Somebody who was rung or came. */
export const callMember = z.object({
  user: userId,
  state: callMemberState,
  /** A device of theirs said that it rings. */
  heard: z.boolean(),
})
export type CallMember = z.infer<typeof callMember>

/** How a call ended. failed: whoever was in it was not heard of any more. */
export const callEnd = z.enum(['completed', 'missed', 'declined', 'busy', 'cancelled', 'failed'])
export type CallEnd = z.infer<typeof callEnd>

/** p2p: every device is connected with every other one; sfu: all send to a LiveKit server. */
export const callMode = z.enum(['p2p', 'sfu'])

/** Somebody without an account who came by the link of a call. What he says of himself only members and guests can read. */
export const callGuest = z.object({
  id: guestId,
  link: linkId,
  /** Of the chat: the link's key comes from it. */
  epoch: z.int().check(z.nonnegative()),
  /** Guest-hello record: his name and his key. */
  hello: base64url(limits.guestHelloBytes),
  /** Guest-pass record: a member let him in; null: he waits. */
  pass: z.nullable(base64url(limits.guestPassBytes)),
})
export type CallGuest = z.infer<typeof callGuest>

/** All that there is to know of a call, as every member of its chat may see it. A higher `stateSeq` is newer. */
export const callState = z.object({
  id: callId,
  chat: chatId,
  mode: callMode,
  /** It began with the camera on. */
  video: z.boolean(),
  by: userId,
  at: timestamp,
  /** When who has not answered is no longer rung; null: nobody is. */
  ringUntil: z.nullable(timestamp),
  /** When a second person came; null: nobody has. */
  answeredAt: z.nullable(timestamp),
  stateSeq: z.int().check(z.nonnegative()),
  members: z.array(callMember).check(z.maxLength(limits.members)),
  devices: z.array(callDevice),
  /** How often a device left, also for coming again: the keys of an sfu call change with it. */
  departures: z.int().check(z.nonnegative()),
  /** The link by which guests may come; none: there is no such link. */
  link: z.optional(z.object({ id: linkId, epoch: z.int().check(z.nonnegative()) })),
  /** Those who wait and those who were let in; none: nobody. */
  guests: z.optional(z.array(callGuest)),
  ended: z.nullable(z.object({ at: timestamp, reason: callEnd })),
})
export type CallState = z.infer<typeof callState>

/** A line of the history, as I see it. `outcome` is mine: a call of a group that I did not take is missed for me alone. */
export const callRecord = z.object({
  id: callId,
  chat: chatId,
  by: userId,
  video: z.boolean(),
  at: timestamp,
  endedAt: timestamp,
  /** ms that I was in it. */
  duration: z.int().check(z.nonnegative()),
  outcome: callEnd,
  /** People who were in it. */
  users: z.array(userId),
  /** The log of the chat stood at this seq when it began: its line comes after that one. */
  after: z.int().check(z.nonnegative()),
})
export type CallRecord = z.infer<typeof callRecord>

/** How a call went for a device, said once when it is over. It names nobody, no call, no time and no place. */
export const callReport = z.strictObject({
  mode: callMode,
  /** ms from meeting somebody to a connection with somebody; null: there never was one. */
  connectMs: z.nullable(z.int().check(z.gte(0), z.lte(600_000))),
  /** Mean of the round trips, ms; null: none was measured. */
  roundTripMs: z.nullable(z.number().check(z.gte(0), z.lte(60_000))),
  /** Share of the packets that did not arrive; null: none was awaited. */
  loss: z.nullable(z.number().check(z.gte(0), z.lte(1))),
  /** Whether media went through a relay at some time. */
  relayed: z.boolean(),
  /** How often a connection that stood broke. */
  reconnects: z.int().check(z.gte(0), z.lte(1000)),
})
export type CallReport = z.infer<typeof callReport>

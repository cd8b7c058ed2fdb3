import type { ChatId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import type { Body, EnvelopeHeader, Seen } from '@soroka/protocol/records'

/** What came of an envelope. */
export type Opening =
  /**
   * Signed by a certified device of the sender, under a verified epoch of the chat. No body: its kind is unknown here.
   * `admin`: an admin or the owner of a group, by the roster of that epoch and by the one in force at the row's place.
   */
  | { is: 'opened'; header: EnvelopeHeader; hash: Bytes; body: Body | null; seen: Seen; admin: boolean }
  /** The key, an epoch or the sender's chain isn't here yet: to be tried again. */
  | { is: 'waiting'; header: EnvelopeHeader; hash: Bytes }
  /** It breaks a rule and always will. No header: it isn't even an envelope of this chat. */
  | { is: 'invalid'; header?: EnvelopeHeader; hash: Bytes }

export interface Opener {
  /** `seq`: its place in the log, if it has one. */
  open(chat: ChatId, envelope: Bytes, seq?: number): Promise<Opening>
  /** The floor that each verified epoch brings (R8). */
  floors(chat: ChatId): Promise<FloorOf>
}

/** The oldest epoch that is good for a message once this one counts. */
export type FloorOf = (epoch: number) => number

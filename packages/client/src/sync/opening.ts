import type { ChatId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import type { Body, EnvelopeHeader, Seen } from '@soroka/protocol/records'

/** What came of an envelope. */
export type Opening =
  /**
   * Signed by a certified device of the sender, under a verified epoch of the chat. No body: its kind is unknown here.
   * `admin`: the roster of that epoch makes him an admin or the owner of a group.
   */
  | { is: 'opened'; header: EnvelopeHeader; hash: Bytes; body: Body | null; seen: Seen; admin: boolean }
  /** The key, an epoch or the sender's chain isn't here yet: to be tried again. */
  | { is: 'waiting'; header: EnvelopeHeader; hash: Bytes }
  /** It breaks a rule and always will. No header: it isn't even an envelope of this chat. */
  | { is: 'invalid'; header?: EnvelopeHeader; hash: Bytes }

export interface Opener {
  open(chat: ChatId, envelope: Bytes): Promise<Opening>
}

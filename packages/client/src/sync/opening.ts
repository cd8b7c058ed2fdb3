import type { ChatId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import type { Body, EnvelopeHeader, Seen } from '@soroka/protocol/records'

/** What came of an envelope. */
export type Opening =
  /** Signed by a certified device of the sender, under a verified epoch of the chat. No body: its kind is unknown here. */
  | { is: 'opened'; header: EnvelopeHeader; hash: Bytes; text: string; body: Body | null; seen: Seen }
  /** The key, an epoch or the sender's chain isn't here yet: to be tried again. */
  | { is: 'waiting'; header: EnvelopeHeader; hash: Bytes }
  /** It breaks a rule and always will. No header: it isn't even an envelope of this chat. */
  | { is: 'invalid'; header?: EnvelopeHeader; hash: Bytes }

export interface Opener {
  open(chat: ChatId, envelope: Bytes): Promise<Opening>
}

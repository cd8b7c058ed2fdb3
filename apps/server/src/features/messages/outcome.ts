import type { ChatId, ErrorCode, MsgId, UserId } from '@soroka/protocol'

/** A sealed message as it waits for its commit. */
export interface Submission {
  readonly chat: ChatId
  readonly sender: UserId
  readonly msgId: MsgId
  readonly epoch: number
  readonly kind: number
  readonly target: MsgId | undefined
  /** Whether it raises unread (R15). */
  readonly counts: boolean
  readonly envelope: Buffer
  /** The connection it came over: that one gets the answer instead of the event. */
  readonly origin: string
}

/** What became of it. `repeated`: it was stored before, here is the first result (G2). */
export type Outcome =
  | { readonly kind: 'accepted' | 'repeated'; readonly seq: number; readonly at: number }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly retryAfter?: number }

export function refused(code: ErrorCode, retryAfter?: number): Outcome {
  return retryAfter === undefined ? { kind: 'refused', code } : { kind: 'refused', code, retryAfter }
}

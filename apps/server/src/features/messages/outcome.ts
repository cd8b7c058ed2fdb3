import type { ChatId, ErrorCode, MsgId, UserId } from '@soroka/protocol'
import type { ErasedRow } from '@soroka/protocol/contract'

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
  /** Whom it calls by name (R15): ids joined by commas, before them * for all. */
  readonly notify?: string | undefined
  /** The files that it names, joined by commas: its sender must be able to read each (R20). */
  readonly files?: string | undefined
  /** When it disappears (R16). */
  readonly expiresAt?: number | undefined
  /** Its sender need not be there now: it reads nothing for him. */
  readonly quiet?: boolean
  readonly envelope: Buffer
  /** Bytes of the clear header. */
  readonly headerSize: number
  /** The connection it came over: that one gets the answer instead of the event. */
  readonly origin: string
}

/**
 * What became of it. `repeated`: it was stored before, here is the first result (G2). `erased`: rows that lost their
 * ciphertext by it.
 */
export type Outcome =
  | {
      readonly kind: 'accepted' | 'repeated'
      readonly seq: number
      readonly at: number
      readonly erased?: readonly ErasedRow[]
    }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly retryAfter?: number }

export function refused(code: ErrorCode, retryAfter?: number): Outcome {
  return retryAfter === undefined ? { kind: 'refused', code } : { kind: 'refused', code, retryAfter }
}

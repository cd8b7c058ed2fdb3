import type { CallId, ChatId, GuestId, SessionId, UserId } from '@soroka/protocol'

/** Where a message goes: one topic for each chat, person, session, and watched person, and one for every node. */
export type Topic =
  | `chat:${string}`
  | `user:${string}`
  | `session:${string}`
  | `presence:${string}`
  | `guest:${string}`
  | 'privacy'

export const chatTopic = (chat: ChatId): Topic => `chat:${chat}`
export const userTopic = (user: UserId): Topic => `user:${user}`
export const sessionTopic = (session: SessionId): Topic => `session:${session}`
/** Another one than a person's, whatever number a guest gives himself. */
export const guestTopic = (call: CallId, guest: GuestId): Topic => `guest:${call}.${guest}`
export const presenceTopic = (user: UserId): Topic => `presence:${user}`

/**
 * What one node tells the sockets of every node. Only hints travel here: all of it may be lost and is then read from
 * the database (G5, G7).
 */
export interface BusMessage {
  /** A down frame as JSON text, encoded once for everybody. */
  readonly frame?: string
  /** Connection or user id that does not get the frame: its author. */
  readonly skip?: string
  /** Sockets that get this enter or leave a topic; the frame follows when the subscription stands. */
  readonly join?: Topic
  readonly leave?: Topic
  /** Sockets that get this are closed with this code after the frame. */
  readonly close?: number
  /** What these two may see of each other, or the one and anybody, may be another thing now; on the topic `privacy`. */
  readonly between?: readonly [user: UserId, other?: UserId | undefined]
  /** Messages of this topic may have been lost: whoever hears it reads again what it stands for. */
  readonly again?: boolean
}

export type BusHandler = (topic: Topic, message: BusMessage) => void

/**
 * Carries messages between the nodes. Order holds for each topic and publisher; delivery is at most once. What may have
 * been lost is made known: its topics hear `again` when they are carried again.
 */
export interface Bus {
  /** Returns at once; a failure is the adapter's to log. */
  publish(topic: Topic, message: BusMessage): void
  /**
   * Resolves when the subscription stands: whatever is published after that arrives (R12). Where other nodes can't be
   * heard it resolves all the same: `again` follows. Repeats are harmless.
   */
  subscribe(topics: readonly Topic[], handler: BusHandler): Promise<void>
  /** The handler hears nothing of these topics from now on. */
  unsubscribe(topics: readonly Topic[], handler: BusHandler): void
  close(): Promise<void>
}

import type { UserId } from '@soroka/protocol'

export interface Presence {
  readonly user: UserId
  readonly online: boolean
  /** Milliseconds since 1970; null while online is all there is to know, or nothing is known. */
  readonly lastSeen: number | null
}

/**
 * Who is online. A node says of its own sockets that a person is here, and again before the claim runs out: a node
 * that dies takes nobody along for ever.
 */
export interface PresenceStore {
  /** A person is here for the next `ttlMs`. Resolves to true if he was not before. */
  touch(user: UserId, ttlMs: number): Promise<boolean>
  /** Which of these people are here. */
  online(users: readonly UserId[]): Promise<ReadonlySet<UserId>>
  /** His last socket of this node is gone since then; resolves to true if he was here and is on no other node. */
  remove(user: UserId, at: number): Promise<boolean>
  /** When those left whose leaving the database may not know yet. */
  left(users: readonly UserId[]): Promise<ReadonlyMap<UserId, number>>
  /** Whether what this node said was lost since it was asked last: it has to be said again. */
  wasEmptied(): Promise<boolean>
}

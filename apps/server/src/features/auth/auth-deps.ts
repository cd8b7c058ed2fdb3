import type { ChatId, UserId } from '@soroka/protocol'
import type { Bus } from '../../platform/bus/index.ts'
import type { Queries } from '../../platform/db/index.ts'
import type { Gate, RateLimiter } from '../../platform/limits/index.ts'
import type { Post } from '../../platform/mail/index.ts'
import type { Door } from '../place/index.ts'
import type { Opaque } from './opaque.ts'
import type { SecondFactor } from './second-factor.ts'
import type { Sessions } from './sessions.ts'

export interface AuthKeys {
  /** Signs access tokens. */
  readonly access: Uint8Array
  /** Derives refresh tokens. */
  readonly refresh: Uint8Array
  /** Hashes codes. */
  readonly code: Uint8Array
  /** Names addresses in the keys of the rate limiter, makes fake user ids, and the set-up token. */
  readonly enumeration: Uint8Array
}

/** What the flows of signing up, in and back in share. */
export interface AuthDeps {
  readonly db: Queries
  readonly bus: Bus
  readonly limiter: RateLimiter
  readonly post: Post
  readonly opaque: Opaque
  readonly sessions: Sessions
  readonly secondFactor: SecondFactor
  readonly keys: AuthKeys
  /** Password work, so much at a time (S16). */
  readonly gate: Gate
  readonly now: () => number
  /** Who may sign up. */
  readonly door: Door
  /** Somebody came who needs the set-up token: it is printed where only the operator sees it. */
  readonly announceSetupToken: (token: string) => void
  /** Called after the commit: this person's chain of keys grew. */
  readonly chainChanged: (user: UserId) => void
  /** Called after the commit: these need a new key. */
  readonly chatsChanged: (chats: readonly ChatId[]) => void
}

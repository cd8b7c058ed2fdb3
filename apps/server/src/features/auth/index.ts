import type { ChatId, SessionId, UserId } from '@soroka/protocol'
import type { Bus } from '../../platform/bus/index.ts'
import type { Queries } from '../../platform/db/index.ts'
import { deriveKey } from '../../platform/keys/index.ts'
import { openGate } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import type { Post } from '../../platform/mail/index.ts'
import type { Door } from '../place/index.ts'
import { authRouter } from './auth-routes.ts'
import { sweepFlows } from './flows-repo.ts'
import { createDeviceLinks } from './device-links.ts'
import { sweepLinks } from './device-links-repo.ts'
import { createRenewals } from './renewals.ts'
import { SeenSessions } from './seen-sessions.ts'
import { createOpaque } from './opaque.ts'
import { findExpired, sweepSessions } from './sessions-repo.ts'
import { createSecondFactor } from './second-factor.ts'
import { createSessions } from './sessions.ts'
import type { SessionsDeps } from './sessions.ts'
import { setupToken } from './setup-token.ts'
import { createUnlock } from './unlock.ts'

export type { DeviceLinks } from './device-links.ts'
export { dropSecondFactor } from './second-factor-repo.ts'
export type { Renewals } from './renewals.ts'
export type { Sessions } from './sessions.ts'
export type { Unlock } from './unlock.ts'

/** Keys are 32 bytes. */
export interface AuthSecrets {
  readonly opaqueServerSetup: string
  readonly jwtKey: Uint8Array
  readonly tokenHashKey: Uint8Array
  readonly enumerationKey: Uint8Array
}

export interface AuthFeatureDeps {
  readonly db: Queries
  readonly bus: Bus
  readonly limiter: RateLimiter
  readonly post: Post
  readonly secrets: AuthSecrets
  readonly now: () => number
  readonly door: Door
  readonly announceSetupToken: (token: string) => void
  /** Called after the commit: this person's chain of keys grew. */
  readonly chainChanged: (user: UserId) => void
  /** Called after the commit: these need a new key. */
  readonly chatsChanged: (chats: readonly ChatId[]) => void
  /** Before anybody is told that it ended. */
  readonly sessionEnded: SessionsDeps['ended']
  readonly onError: (error: unknown) => void
}

const keepEnded = 30 * 86_400_000

/** Signing up, in, out and back in; sessions, access tokens and the tickets of the socket. */
export async function createAuth(deps: AuthFeatureDeps) {
  const { db, bus, now, secrets } = deps
  const keys = {
    access: secrets.jwtKey,
    refresh: deriveKey(secrets.tokenHashKey, 'refresh-token'),
    code: deriveKey(secrets.tokenHashKey, 'mail-code'),
    enumeration: secrets.enumerationKey,
  }
  const seen = new SeenSessions(deps)
  const sessions = createSessions({
    db,
    bus,
    now,
    accessKey: keys.access,
    refreshKey: keys.refresh,
    seen,
    ended: deps.sessionEnded,
  })
  const opaque = await createOpaque(secrets.opaqueServerSetup, keys.enumeration)
  const gate = openGate(8, 256)
  const unlock = createUnlock({ ...deps, opaque, keys, gate })
  const renewals = createRenewals({ ...deps, sessions })
  const secondFactor = createSecondFactor({
    ...deps,
    keys: {
      sealing: deriveKey(secrets.tokenHashKey, 'second-factor'),
      hashing: deriveKey(secrets.tokenHashKey, 'backup-code'),
    },
  })
  const links = createDeviceLinks({ ...deps, sessions, unlock })
  const router = authRouter({ ...deps, opaque, sessions, secondFactor, keys, gate, unlock, renewals, links })
  return {
    router,
    links,
    sessions,
    unlock,
    renewals,
    /** The socket of a session lives. */
    seen: (session: SessionId) => seen.note(session),
    setupToken: () => setupToken(keys.enumeration),
    sweep: async () => {
      await sweepFlows(db, now())
      await sweepLinks(db, now())
      for (const id of await findExpired(db, now())) await sessions.end(id, 'expired')
      await sweepSessions(db, now(), keepEnded)
    },
    close: () => seen.write(),
  }
}

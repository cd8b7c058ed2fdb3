import type { ChatId, DeviceId, UserId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import type { Queries } from '../../platform/db/index.ts'
import type { Caller } from '../../platform/http/index.ts'
import { renewKeys } from '../account/index.ts'
import type { Renewal } from '../account/index.ts'
import { requireRotation } from '../chats/index.ts'
import type { AuthDeps } from './auth-deps.ts'
import type { Sessions } from './sessions.ts'
import type { EndedSession } from './sessions-repo.ts'

/** What a renewal did, to be told after its commit. */
export interface Renewed {
  readonly user: UserId
  readonly revoked: readonly DeviceId[]
  readonly ended: readonly EndedSession[]
  readonly chats: readonly ChatId[]
}

export type Renewals = ReturnType<typeof createRenewals>

/** New keys of an account, with all that hangs on them: sessions of who goes, and the chats that need new keys (R1, R8). */
export function createRenewals(
  deps: Pick<AuthDeps, 'now' | 'chainChanged' | 'chatsChanged'> & { readonly sessions: Sessions },
) {
  const { now, sessions, chainChanged, chatsChanged } = deps

  /** In one transaction: a device that is revoked has no session when anybody can see that it is. */
  async function carryOut(tx: Queries, caller: Caller, renewal: Renewal): Promise<Renewed> {
    const { user, device } = caller
    const revoked = await renewKeys(tx, user, renewal, now())
    if (revoked.includes(device)) throw new SorokaError('CHAIN_REFUSED', { reason: 'self' })
    const ended = await sessions.endOf(tx, user, revoked)
    return { user, revoked, ended, chats: await requireRotation(tx, user) }
  }

  async function tell({ user, ended, chats }: Renewed): Promise<void> {
    await sessions.tellEnded(ended)
    chainChanged(user)
    chatsChanged(chats)
  }

  return { carryOut, tell }
}

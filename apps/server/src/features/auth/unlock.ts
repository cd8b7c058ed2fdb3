import type { FlowId, UserId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import type { Queries } from '../../platform/db/index.ts'
import type { Caller, RequestContext } from '../../platform/http/index.ts'
import { newId } from '../../platform/keys/index.ts'
import { findCredentials, listBlobs } from '../account/index.ts'
import { findUser } from '../users/index.ts'
import type { AuthDeps } from './auth-deps.ts'
import { forgetPasswordTries, limitPassword } from './auth-limits.ts'
import { insertFlow, takeFlow } from './flows-repo.ts'
import { wholeChain } from './whole-chain.ts'

const passwordLife = 5 * 60_000
const operationLife = 10 * 60_000

export type Unlock = ReturnType<typeof createUnlock>

/**
 * The password once more, from a device that is signed in: it counts against the same limits as a sign-in (CVE-2023-45149),
 * and opens one operation of this very device (S8).
 */
export function createUnlock(deps: Pick<AuthDeps, 'db' | 'opaque' | 'now' | 'gate' | 'limiter' | 'keys'>) {
  const { db, opaque, now, gate } = deps

  async function start(context: RequestContext, caller: Caller, startLoginRequest: string) {
    const { email, locale } = await account(caller.user)
    await limitPassword(deps, context, email)
    const credentials = await findCredentials(db, caller.user)
    const { loginState, loginResponse } = await gate(() =>
      Promise.resolve(opaque.startLogin(caller.user, credentials?.opaqueRecord ?? null, startLoginRequest)),
    )
    const flow = newId() as FlowId
    const times = { createdAt: now(), expiresAt: now() + passwordLife }
    const { user: userId, session: sessionId } = caller
    await insertFlow(db, { id: flow, step: 'unlock', userId, sessionId, email, locale, loginState, ...times })
    return { flow, loginResponse }
  }

  /** One try for each start. */
  async function finish(
    context: RequestContext,
    caller: Caller,
    input: { flow: FlowId; finishLoginRequest: string; registrationRequest?: string | undefined },
  ) {
    const { user: userId, session: sessionId } = caller
    const row = await takeFlow(db, input.flow, 'unlock', now())
    if (row?.userId !== userId || row.sessionId !== sessionId) throw new SorokaError('FLOW_UNKNOWN')
    const proved = await gate(() => Promise.resolve(opaque.finishLogin(row.loginState ?? '', input.finishLoginRequest)))
    if (!proved) throw new SorokaError('CREDENTIALS_WRONG')
    const { email, locale } = row
    await forgetPasswordTries(deps, context, email)
    const { registrationRequest } = input
    const answer =
      registrationRequest === undefined
        ? {}
        : {
            registrationResponse: await gate(() =>
              Promise.resolve(opaque.registrationResponse(userId, registrationRequest)),
            ),
          }
    const flow = newId() as FlowId
    const times = { createdAt: now(), expiresAt: now() + operationLife }
    await insertFlow(db, { id: flow, step: 'unlocked', userId, sessionId, email, locale, ...times })
    const [chain, blobs, credentials] = await Promise.all([
      wholeChain(db, userId),
      listBlobs(db, userId),
      findCredentials(db, userId),
    ])
    return { flow, chain, blobs, version: credentials?.version ?? 0, ...answer }
  }

  /** In the transaction of the operation: what fails gives the flow back. FLOW_UNKNOWN unless this device proved the password. */
  async function use(tx: Queries, caller: Caller, flow: FlowId): Promise<void> {
    const row = await takeFlow(tx, flow, 'unlocked', now())
    if (row?.userId !== caller.user || row.sessionId !== caller.session) throw new SorokaError('FLOW_UNKNOWN')
  }

  async function account(user: UserId) {
    const row = await findUser(db, user)
    if (row === undefined) throw new SorokaError('SESSION_ENDED')
    return row
  }

  return { start, finish, use }
}

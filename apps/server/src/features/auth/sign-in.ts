import type { FlowId, UserId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import { CHAIN_OP } from '@soroka/protocol/records'
import type { RequestContext } from '../../platform/http/index.ts'
import { newId } from '../../platform/keys/index.ts'
import { findCredentials, listBlobs } from '../account/index.ts'
import { appendChain, findUserByEmail, refuseSuspended } from '../users/index.ts'
import { forgetPasswordTries, limitPassword } from './auth-limits.ts'
import type { AuthDeps } from './auth-deps.ts'
import { checkDelivery } from './delivery.ts'
import type { Delivery } from './delivery.ts'
import { findFlow, insertFlow, takeFlow } from './flows-repo.ts'
import type { FlowRow } from './flows-repo.ts'
import { wholeChain } from './whole-chain.ts'
import type { Grant } from './sessions.ts'

const passwordLife = 5 * 60_000
const deviceLife = 10 * 60_000

export function createSignIn(deps: AuthDeps) {
  const { db, opaque, now, gate } = deps

  /** First message of OPAQUE. An unknown address gets a fake answer that looks like any other (S7, R10). */
  async function start(context: RequestContext, input: { email: string; startLoginRequest: string }) {
    const { email } = input
    await limitPassword(deps, context, email)
    const user = await findUserByEmail(db, email)
    const id = user?.id ?? opaque.fakeUser(email)
    const credentials = await findCredentials(db, id)
    const { loginState, loginResponse } = await gate(() =>
      Promise.resolve(opaque.startLogin(id, credentials?.opaqueRecord ?? null, input.startLoginRequest)),
    )
    const flow = newId() as FlowId
    await insertFlow(db, {
      id: flow,
      step: 'sign_in',
      userId: user?.id ?? null,
      email,
      locale: user?.locale ?? 'en',
      loginState,
      createdAt: now(),
      expiresAt: now() + passwordLife,
    })
    return { flow, loginResponse }
  }

  /** One try for each start: the flow is gone whatever comes out. */
  async function finish(context: RequestContext, input: { flow: FlowId; finishLoginRequest: string }) {
    const row = await takeFlow(db, input.flow, 'sign_in', now())
    if (row === undefined) throw new SorokaError('FLOW_UNKNOWN')
    const proved = await gate(() => Promise.resolve(opaque.finishLogin(row.loginState ?? '', input.finishLoginRequest)))
    const user = row.userId
    if (!proved || user === null) throw new SorokaError('CREDENTIALS_WRONG')
    await forgetPasswordTries(deps, context, row.email)
    await deps.secondFactor.demand(row, user, 'sign_in_code')
    return proceed(row, user)
  }

  /** A code in the place of what `finish` refused to answer with. */
  async function secondFactor(input: { flow: FlowId; code: string }) {
    const row = await deps.secondFactor.answer(input.flow, 'sign_in_code', input.code)
    return proceed(row, row.userId)
  }

  /** What a new device needs to certify itself. */
  async function proceed({ email, locale }: Pick<FlowRow, 'email' | 'locale'>, user: UserId) {
    // Only to whoever proved the password: to others the account looks like any.
    await refuseSuspended(db, user)
    const flow = newId() as FlowId
    await insertFlow(db, {
      id: flow,
      step: 'device',
      userId: user,
      email,
      locale,
      createdAt: now(),
      expiresAt: now() + deviceLife,
    })
    return { flow, user, chain: await wholeChain(db, user), blobs: await listBlobs(db, user) }
  }

  /** CHAIN_CONFLICT leaves the flow alone: the client takes the missing entries from it and signs again. */
  async function device(
    context: RequestContext,
    input: { flow: FlowId; chain: string; device: { name: string; kind: 'web' | 'bot' }; delivery: Delivery },
  ): Promise<Grant> {
    checkDelivery(context, input.delivery.kind)
    if ((await findFlow(db, input.flow, 'device', now())) === undefined) throw new SorokaError('FLOW_UNKNOWN')
    return db.transaction(async (tx) => {
      const row = await takeFlow(tx, input.flow, 'device', now())
      const user = row?.userId
      if (user === undefined || user === null) throw new SorokaError('FLOW_UNKNOWN')
      const { added } = await appendChain(tx, {
        user,
        entries: [input.chain],
        allowed: [CHAIN_OP.device_add],
        device: input.device,
        now: now(),
      })
      if (added === undefined) throw new SorokaError('CHAIN_REFUSED', { reason: 'device' })
      return deps.sessions.create(tx, { user, device: added.id, delivery: input.delivery.kind })
    })
  }

  return { start, finish, secondFactor, proceed, device }
}

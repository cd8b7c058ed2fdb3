import { randomBytes } from 'node:crypto'
import type { FlowId, UserId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import { CHAIN_OP, passwordChangeInput } from '@soroka/protocol/records'
import type { RequestContext } from '../../platform/http/index.ts'
import { newId, verifyEd25519 } from '../../platform/keys/index.ts'
import { findCredentials, listBlobs, putBlobs, replaceCredentials } from '../account/index.ts'
import type { Blob } from '../account/index.ts'
import { appendChain, findUserByEmail, lockUser, readChainState, refuseSuspended } from '../users/index.ts'
import type { AuthDeps } from './auth-deps.ts'
import { limitAddress, limitMail } from './auth-limits.ts'
import { checkCode, codeLife, codeTries, hashCode, newCode } from './codes.ts'
import { checkDelivery } from './delivery.ts'
import type { Delivery } from './delivery.ts'
import { dropFlowsOf, findFlow, insertFlow, takeFlow } from './flows-repo.ts'
import type { FlowRow } from './flows-repo.ts'
import type { Grant } from './sessions.ts'
import { wholeChain } from './whole-chain.ts'

const passwordWrap = 'as.password'

export interface RecoveryFinish {
  readonly flow: FlowId
  readonly registrationRecord: string
  readonly wrap: Blob
  readonly signature: string
  readonly chain: readonly string[]
  readonly device: { readonly name: string; readonly kind: 'web' | 'bot' }
  readonly delivery: Delivery
}

/** A new password with the recovery key. The code alone changes nothing: the account's own key has to sign (R10). */
export function createRecovery(deps: AuthDeps) {
  const { db, opaque, keys, now, post } = deps

  async function start(context: RequestContext, input: { email: string; locale: 'ru' | 'en' }) {
    const { email, locale } = input
    await limitMail(deps, context, email)
    const user = await findUserByEmail(db, email)
    const flow = newId() as FlowId
    const code = newCode()
    const codeExpiresAt = now() + codeLife
    await db.transaction(async (tx) => {
      await insertFlow(tx, {
        id: flow,
        step: 'recovery',
        userId: user?.id ?? null,
        email,
        locale,
        codeHash: user === undefined ? randomBytes(32) : hashCode(keys.code, flow, code),
        codeExpiresAt,
        triesLeft: codeTries,
        codesSent: 1,
        createdAt: now(),
        expiresAt: codeExpiresAt,
      })
      await post(tx, {
        kind: user === undefined ? 'no_account' : 'recovery_code',
        to: email,
        locale,
        code,
        print: context.atThisMachine,
      })
    })
    return { flow, codeExpiresAt }
  }

  async function verify(context: RequestContext, input: { flow: FlowId; code: string; registrationRequest: string }) {
    await limitAddress(deps.limiter, context, 'code')
    const row = await checkCode(db, {
      flow: input.flow,
      step: 'recovery',
      code: input.code,
      key: keys.code,
      now: now(),
    })
    const user = row.userId
    if (user === null || (await takeFlow(db, input.flow, 'recovery', now())) === undefined)
      throw new SorokaError('FLOW_UNKNOWN')
    await deps.secondFactor.demand(row, user, 'recovery_code')
    return proceed(row, user, input.registrationRequest)
  }

  /** A code in the place of what `verify` refused to answer with: whoever reads the mail needs it too. */
  async function secondFactor(input: { flow: FlowId; code: string; registrationRequest: string }) {
    const row = await deps.secondFactor.answer(input.flow, 'recovery_code', input.code)
    return proceed(row, row.userId, input.registrationRequest)
  }

  /** What the recovery key opens, and the first half of a new password. */
  async function proceed({ email, locale }: Pick<FlowRow, 'email' | 'locale'>, user: UserId, request: string) {
    await refuseSuspended(db, user)
    const registrationResponse = await deps.gate(() => Promise.resolve(opaque.registrationResponse(user, request)))
    const flow = newId() as FlowId
    await insertFlow(db, {
      id: flow,
      step: 'recovered',
      userId: user,
      email,
      locale,
      createdAt: now(),
      expiresAt: now() + codeLife,
    })
    const [chain, blobs, credentials] = await Promise.all([
      wholeChain(db, user),
      listBlobs(db, user),
      findCredentials(db, user),
    ])
    return {
      flow,
      user,
      registrationResponse,
      version: credentials?.version ?? 0,
      chain,
      blobs: blobs.filter((blob) => blob.kind !== passwordWrap),
    }
  }

  /** {OPAQUE record, its wrap of AS, version} change together or not at all (R10). Other sessions stay. */
  async function finish(context: RequestContext, input: RecoveryFinish): Promise<Grant> {
    checkDelivery(context, input.delivery.kind)
    if (input.wrap.kind !== passwordWrap) throw new SorokaError('BAD_REQUEST', { reason: 'wrap' })
    if (!opaque.isRecord(input.registrationRecord))
      throw new SorokaError('BAD_REQUEST', { reason: 'registrationRecord' })
    if ((await findFlow(db, input.flow, 'recovered', now())) === undefined) throw new SorokaError('FLOW_UNKNOWN')
    return db.transaction(async (tx) => {
      const row = await takeFlow(tx, input.flow, 'recovered', now())
      const user = row?.userId
      if (user === undefined || user === null || !(await lockUser(tx, user))) throw new SorokaError('FLOW_UNKNOWN')
      const state = await readChainState(tx, user)
      const credentials = await findCredentials(tx, user)
      const [entry] = input.chain
      if (state === null || credentials === undefined || entry === undefined) throw new SorokaError('FLOW_UNKNOWN')
      const version = credentials.version + 1
      const signed = passwordChangeInput({
        user,
        version,
        opaqueRecord: Buffer.from(input.registrationRecord, 'base64url'),
        wrap: Buffer.from(input.wrap.bytes, 'base64url'),
        entry: Buffer.from(entry, 'base64url'),
      })
      if (!verifyEd25519(state.authPub, signed, Buffer.from(input.signature, 'base64url')))
        throw new SorokaError('SIGNATURE_WRONG')
      const { added } = await appendChain(tx, {
        user,
        entries: input.chain,
        allowed: [CHAIN_OP.factor, CHAIN_OP.device_add],
        device: input.device,
        now: now(),
      })
      if (added === undefined || input.chain.length !== 2) throw new SorokaError('CHAIN_REFUSED', { reason: 'device' })
      const change = { opaqueRecord: input.registrationRecord, version, at: now() }
      if (!(await replaceCredentials(tx, user, change))) throw new SorokaError('CONFLICT')
      await putBlobs(tx, user, [input.wrap], now())
      await dropFlowsOf(tx, user)
      return deps.sessions.create(tx, { user, device: added.id, delivery: input.delivery.kind })
    })
  }

  return { start, verify, secondFactor, finish }
}

import { randomBytes } from 'node:crypto'
import type { FlowId, InviteId, UserId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import { CHAIN_OP } from '@soroka/protocol/records'
import { sql } from 'drizzle-orm'
import { isUniqueViolation } from '../../platform/db/index.ts'
import type { Queries } from '../../platform/db/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { newId } from '../../platform/keys/index.ts'
import { insertCredentials, putBlobs } from '../account/index.ts'
import type { Blob } from '../account/index.ts'
import {
  anyUserExists,
  appendChain,
  findUserByEmail,
  insertUser,
  claimLook,
  heldLooks,
  isReserved,
  nicknameCandidates,
  nicknameFrom,
  takenNicknames,
} from '../users/index.ts'
import type { AuthDeps } from './auth-deps.ts'
import { limitAddress, limitMail } from './auth-limits.ts'
import { checkCode, codeLife, codeTries, hashCode, newCode } from './codes.ts'
import { checkDelivery } from './delivery.ts'
import type { Delivery } from './delivery.ts'
import { findFlow, giveTryBack, insertFlow, setCode, takeFlow } from './flows-repo.ts'
import type { FlowRow } from './flows-repo.ts'
import { isSetupToken, setupToken } from './setup-token.ts'
import type { Grant } from './sessions.ts'

const pendingLife = 24 * 3_600_000
const maxCodes = 5
const resends = { amount: 3, seconds: 120 }
/** The first account is decided here, one after the other. */
const ownerLock = 7_306_002

export interface SignUpFinish {
  readonly flow: FlowId
  readonly code: string
  readonly name: string
  readonly nickname?: string | undefined
  readonly registrationRecord: string
  readonly chain: string
  readonly blobs: readonly Blob[]
  readonly device: { readonly name: string; readonly kind: 'web' | 'bot' }
  readonly delivery: Delivery
}

export function createSignUp(deps: AuthDeps) {
  const { db, opaque, keys, now, post } = deps

  /** A taken address gets the same answer, in the same time, and another mail (S7). */
  async function start(
    context: RequestContext,
    input: {
      email: string
      registrationRequest: string
      locale: 'ru' | 'en'
      setupToken?: string | undefined
      invite?: string | undefined
    },
  ) {
    const { email, locale } = input
    await limitMail(deps, context, email)
    const { mayOwn, invite } = await checkDoor(context, input)
    const isTaken = (await findUserByEmail(db, email)) !== undefined
    const flow = newId() as FlowId
    const user = newId() as UserId
    const registrationResponse = await deps.gate(() =>
      Promise.resolve(opaque.registrationResponse(user, input.registrationRequest)),
    )
    const at = now()
    const code = newCode()
    const codeExpiresAt = at + codeLife
    await db.transaction(async (tx) => {
      await insertFlow(tx, {
        id: flow,
        step: 'sign_up',
        userId: isTaken ? null : user,
        email,
        locale,
        codeHash: isTaken ? randomBytes(32) : hashCode(keys.code, flow, code),
        codeExpiresAt,
        triesLeft: codeTries,
        codesSent: 1,
        mayOwn,
        invite,
        createdAt: at,
        expiresAt: at + pendingLife,
      })
      await post(tx, {
        kind: isTaken ? 'account_exists' : 'sign_up_code',
        to: email,
        locale,
        code,
        print: context.atThisMachine,
      })
    })
    return { flow, user, registrationResponse, codeExpiresAt }
  }

  /**
   * Whether this sign-up may become the owner, and the invite that it comes with. SIGN_UP_CLOSED or INVITE_INVALID where
   * the door is shut, SETUP_TOKEN_NEEDED for a first one from elsewhere (S22).
   */
  async function checkDoor(
    context: RequestContext,
    {
      email,
      invite,
      setupToken: token,
    }: { email: string; invite?: string | undefined; setupToken?: string | undefined },
  ): Promise<{ mayOwn: boolean; invite: InviteId | null }> {
    if (await anyUserExists(db)) return { mayOwn: false, invite: await deps.door.knock(db, { email, token: invite }) }
    return { mayOwn: checkOwner(context, token), invite: null }
  }

  function checkOwner(context: RequestContext, token: string | undefined): true {
    if (context.atThisMachine) return true
    if (token !== undefined && isSetupToken(keys.enumeration, token)) return true
    deps.announceSetupToken(setupToken(keys.enumeration))
    throw new SorokaError('SETUP_TOKEN_NEEDED')
  }

  async function resend(context: RequestContext, flow: FlowId) {
    const row = await findFlow(db, flow, 'sign_up', now())
    if (row === undefined) throw new SorokaError('FLOW_UNKNOWN')
    await limitAddress(deps.limiter, context, 'mail')
    const retryAfter = await deps.limiter.take(`resend:${flow}`, resends)
    if (retryAfter > 0) throw new SorokaError('RATE_LIMITED', { retryAfter })
    const code = newCode()
    const codeHash = row.userId === null ? randomBytes(32) : hashCode(keys.code, flow, code)
    const codeExpiresAt = now() + codeLife
    const kind = row.userId === null ? 'account_exists' : 'sign_up_code'
    await db.transaction(async (tx) => {
      const set = await setCode(tx, flow, { codeHash, codeExpiresAt, triesLeft: codeTries, maxSent: maxCodes })
      if (!set) throw new SorokaError('RATE_LIMITED', { retryAfter: 3600 })
      await post(tx, { kind, to: row.email, locale: row.locale, code, print: context.atThisMachine })
    })
    return { codeExpiresAt }
  }

  async function finish(context: RequestContext, input: SignUpFinish): Promise<{ grant: Grant; nickname: string }> {
    checkDelivery(context, input.delivery.kind)
    await limitAddress(deps.limiter, context, 'code')
    const flow = await checkCode(db, {
      flow: input.flow,
      step: 'sign_up',
      code: input.code,
      key: keys.code,
      now: now(),
    })
    try {
      return await db.transaction((tx) => createAccount(tx, flow, input))
    } catch (error) {
      await giveTryBack(db, input.flow)
      // The same address was confirmed in another run meanwhile.
      if (isUniqueViolation(error, 'users_email')) throw new SorokaError('FLOW_UNKNOWN')
      if (isUniqueViolation(error, 'users_nickname')) throw new SorokaError('NICKNAME_TAKEN')
      throw error
    }
  }

  async function createAccount(tx: Queries, flow: FlowRow, input: SignUpFinish) {
    if (!opaque.isRecord(input.registrationRecord))
      throw new SorokaError('BAD_REQUEST', { reason: 'registrationRecord' })
    if (new Set(input.blobs.map((blob) => blob.kind)).size < input.blobs.length)
      throw new SorokaError('BAD_REQUEST', { reason: 'blobs' })
    const taken = await takeFlow(tx, flow.id, 'sign_up', now())
    const user = taken?.userId
    if (user === undefined || user === null) throw new SorokaError('FLOW_UNKNOWN')
    await tx.execute(sql`select pg_advisory_xact_lock(${ownerLock})`)
    const isFirst = !(await anyUserExists(tx))
    if (isFirst && !flow.mayOwn) throw new SorokaError('FLOW_UNKNOWN')
    // Begun before the first account was made, or before the owner closed the door; an invite is used up here.
    if (!isFirst) await deps.door.pass(tx, flow)
    const at = now()
    const nickname = input.nickname ?? (await freeNickname(tx, input.name, at))
    // The owner may be called what he likes.
    if (!isFirst && isReserved(nickname)) throw new SorokaError('NICKNAME_TAKEN')
    await claimLook(tx, user, nickname, at)
    await insertUser(tx, {
      id: user,
      email: flow.email,
      name: input.name,
      nickname,
      role: isFirst ? 'owner' : 'member',
      locale: flow.locale,
      vouched: flow.invite !== null,
      createdAt: at,
    })
    const { device } = input
    const { added } = await appendChain(tx, {
      user,
      entries: [input.chain],
      allowed: [CHAIN_OP.create],
      device,
      now: at,
    })
    if (added === undefined) throw new SorokaError('CHAIN_REFUSED', { reason: 'device' })
    await insertCredentials(tx, user, input.registrationRecord, at)
    await putBlobs(tx, user, input.blobs, at)
    const grant = await deps.sessions.create(tx, { user, device: added.id, delivery: input.delivery.kind })
    return { grant, nickname }
  }

  /** Under the owner lock, so that two people of one name don't get the same. */
  async function freeNickname(tx: Queries, name: string, at: number): Promise<string> {
    const candidates = nicknameCandidates(nicknameFrom(name))
    const taken = await takenNicknames(tx, candidates)
    const held = await heldLooks(tx, candidates, at)
    const free = candidates.find((one) => !taken.has(one) && !held.has(one) && !isReserved(one))
    return free ?? `user${randomBytes(6).toString('hex')}`
  }

  return { start, resend, finish }
}

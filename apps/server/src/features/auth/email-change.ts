import { randomBytes } from 'node:crypto'
import type { FlowId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { userTopic } from '../../platform/bus/index.ts'
import { isUniqueViolation } from '../../platform/db/index.ts'
import type { Caller, RequestContext } from '../../platform/http/index.ts'
import { newId } from '../../platform/keys/index.ts'
import { findUser, findUserByEmail, updateUser } from '../users/index.ts'
import { limitAddress, limitMail } from './auth-limits.ts'
import { checkCode, codeLife, codeTries, hashCode, newCode } from './codes.ts'
import { dropFlowsOf, insertFlow, takeFlow } from './flows-repo.ts'
import type { OperationDeps } from './operation-deps.ts'

/** Another address for the account, by the password and a code at both (S8). Nothing of its keys hangs on the address. */
export function createEmailChange(deps: OperationDeps) {
  const { db, bus, keys, now, post, unlock } = deps

  /** A taken address gets the same answer, and another mail (S7). */
  async function start(context: RequestContext, caller: Caller, input: { flow: FlowId; email: string }) {
    const { email } = input
    const { user, session } = caller
    const me = await findUser(db, user)
    if (me === undefined) throw new SorokaError('SESSION_ENDED')
    await limitMail(deps, context, email)
    const isTaken = (await findUserByEmail(db, email)) !== undefined
    const flow = newId() as FlowId
    const [oldCode, code] = [newCode(), newCode()]
    const codeExpiresAt = now() + codeLife
    const { locale } = me
    const print = context.atThisMachine
    await db.transaction(async (tx) => {
      await unlock.use(tx, caller, input.flow)
      await insertFlow(tx, {
        id: flow,
        step: 'email',
        userId: isTaken ? null : user,
        sessionId: session,
        email,
        locale,
        // Both as one: who guesses learns of neither whether it was right.
        codeHash: isTaken ? randomBytes(32) : hashCode(keys.code, flow, oldCode + code),
        codeExpiresAt,
        triesLeft: codeTries,
        codesSent: 1,
        createdAt: now(),
        expiresAt: codeExpiresAt,
      })
      await post(tx, { kind: 'old_address_code', to: me.email, locale, code: oldCode, print })
      await post(tx, { kind: isTaken ? 'account_exists' : 'new_address_code', to: email, locale, code, print })
    })
    return { flow, codeExpiresAt }
  }

  async function finish(
    context: RequestContext,
    caller: Caller,
    input: { flow: FlowId; oldCode: string; newCode: string },
  ): Promise<{ email: string }> {
    await limitAddress(deps.limiter, context, 'code')
    const { user, session } = caller
    const code = input.oldCode + input.newCode
    const row = await checkCode(db, { flow: input.flow, step: 'email', code, key: keys.code, now: now() })
    if (row.userId !== user || row.sessionId !== session) throw new SorokaError('FLOW_UNKNOWN')
    try {
      await db.transaction(async (tx) => {
        if ((await takeFlow(tx, input.flow, 'email', now())) === undefined) throw new SorokaError('FLOW_UNKNOWN')
        await updateUser(tx, user, { email: row.email })
        await dropFlowsOf(tx, user)
      })
    } catch (error) {
      // Somebody else confirmed the same address meanwhile.
      if (isUniqueViolation(error, 'users_email')) throw new SorokaError('FLOW_UNKNOWN')
      throw error
    }
    const frame: DownFrame = { t: 'user.changed', user }
    bus.publish(userTopic(user), { frame: JSON.stringify(frame) })
    return { email: row.email }
  }

  return { start, finish }
}

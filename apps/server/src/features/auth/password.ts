import { SorokaError } from '@soroka/protocol'
import type { FlowId } from '@soroka/protocol'
import { FACTOR, passwordChangeInput } from '@soroka/protocol/records'
import type { Queries } from '../../platform/db/index.ts'
import type { Caller } from '../../platform/http/index.ts'
import { verifyEd25519 } from '../../platform/keys/index.ts'
import { findCredentials, putBlobs, replaceCredentials } from '../account/index.ts'
import type { Blob, Renewal } from '../account/index.ts'
import { lockUser, readChainState } from '../users/index.ts'
import type { OperationDeps } from './operation-deps.ts'
import { appendFactor } from './factors.ts'
import { dropFlowsOf } from './flows-repo.ts'

const passwordWrap = 'as.password'

export interface PasswordInput {
  readonly flow: FlowId
  readonly version: number
  readonly registrationRecord: string
  readonly wrap: Blob
  readonly signature: string
  readonly entry: string
  readonly renewal?: Renewal | undefined
}

/** Another password, by somebody who has just proved the one before. */
export function createPasswordChange(
  deps: Pick<OperationDeps, 'db' | 'opaque' | 'now' | 'unlock' | 'renewals' | 'chainChanged'>,
) {
  const { db, opaque, now, unlock, renewals } = deps

  /**
   * {OPAQUE record, its wrap of AS, version} change together or not at all (R10). Other sessions stay, unless others may
   * know the password: then a renewal ends them in the same transaction.
   */
  async function change(caller: Caller, input: PasswordInput): Promise<{ version: number }> {
    const { renewal } = input
    if (input.wrap.kind !== passwordWrap) throw new SorokaError('BAD_REQUEST', { reason: 'wrap' })
    if (!opaque.isRecord(input.registrationRecord))
      throw new SorokaError('BAD_REQUEST', { reason: 'registrationRecord' })
    const renewed = await db.transaction(async (tx) => {
      const { version } = await store(tx, caller, input)
      if (renewal === undefined) return { version, done: undefined }
      return { version, done: await renewals.carryOut(tx, caller, renewal) }
    })
    if (renewed.done === undefined) deps.chainChanged(caller.user)
    else await renewals.tell(renewed.done)
    return { version: renewed.version }
  }

  async function store(tx: Queries, caller: Caller, input: PasswordInput) {
    const { user } = caller
    const { registrationRecord, wrap, entry } = input
    await lockUser(tx, user)
    const [state, credentials] = [await readChainState(tx, user), await findCredentials(tx, user)]
    // Before the flow, which the quicker one has ended: the slower one learns why.
    if (state === null || credentials?.version !== input.version) throw new SorokaError('CONFLICT')
    await unlock.use(tx, caller, input.flow)
    const version = input.version + 1
    const signed = passwordChangeInput({
      user,
      version,
      opaqueRecord: Buffer.from(registrationRecord, 'base64url'),
      wrap: Buffer.from(wrap.bytes, 'base64url'),
      entry: Buffer.from(entry, 'base64url'),
    })
    if (!verifyEd25519(state.authPub, signed, Buffer.from(input.signature, 'base64url')))
      throw new SorokaError('SIGNATURE_WRONG')
    await appendFactor(tx, user, entry, FACTOR.password, now())
    if (!(await replaceCredentials(tx, user, { opaqueRecord: registrationRecord, version, at: now() })))
      throw new SorokaError('CONFLICT')
    await putBlobs(tx, user, [wrap], now())
    // Whatever somebody began with the old password, this operation among it.
    await dropFlowsOf(tx, user)
    return { version }
  }

  return { change }
}

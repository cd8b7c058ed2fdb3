import type { FlowId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import { FACTOR } from '@soroka/protocol/records'
import type { Caller } from '../../platform/http/index.ts'
import { putBlobs } from '../account/index.ts'
import type { Blob } from '../account/index.ts'
import { updateUser } from '../users/index.ts'
import type { OperationDeps } from './operation-deps.ts'
import { appendFactor } from './factors.ts'

/** Another recovery key, by somebody who has just proved the password. */
export function createRecoveryKeys(deps: Pick<OperationDeps, 'db' | 'now' | 'unlock' | 'chainChanged'>) {
  const { db, now, unlock } = deps

  /** The wrap under the key before is gone with the same commit, and nobody has said yet that the new one is saved. */
  async function replace(caller: Caller, { flow, wrap, entry }: { flow: FlowId; wrap: Blob; entry: string }) {
    if (wrap.kind !== 'as.recovery') throw new SorokaError('BAD_REQUEST', { reason: 'wrap' })
    const { user } = caller
    await db.transaction(async (tx) => {
      await unlock.use(tx, caller, flow)
      await appendFactor(tx, user, entry, FACTOR.recovery, now())
      await putBlobs(tx, user, [wrap], now())
      await updateUser(tx, user, { recoverySavedAt: null })
    })
    deps.chainChanged(user)
    return { replaced: true }
  }

  return { replace }
}

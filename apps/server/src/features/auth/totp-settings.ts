import type { FlowId } from '@soroka/protocol'
import type { Caller } from '../../platform/http/index.ts'
import { findUser } from '../users/index.ts'
import type { OperationDeps } from './operation-deps.ts'
import { countBackupCodes, dropSecondFactor, isEnabled } from './second-factor-repo.ts'

/** The second factor of the person who asks: on with the password and a code, off with the password and a code. */
export function createTotpSettings({
  db,
  unlock,
  secondFactor,
}: Pick<OperationDeps, 'db' | 'unlock' | 'secondFactor'>) {
  return {
    get: async ({ user }: Caller) => {
      const enabled = await isEnabled(db, user)
      return { enabled, backupCodes: enabled ? await countBackupCodes(db, user) : 0 }
    },
    start: (caller: Caller, flow: FlowId) =>
      db.transaction(async (tx) => {
        await unlock.use(tx, caller, flow)
        const row = await findUser(tx, caller.user)
        return secondFactor.start(tx, caller.user, row?.email ?? caller.user)
      }),
    enable: async ({ user }: Caller, code: string) => ({ backupCodes: await secondFactor.prove(user, code) }),
    renewCodes: (caller: Caller, { flow, code }: { flow: FlowId; code: string }) =>
      db.transaction(async (tx) => {
        await unlock.use(tx, caller, flow)
        await secondFactor.check(tx, caller.user, code)
        return { backupCodes: await secondFactor.renewCodes(tx, caller.user) }
      }),
    disable: (caller: Caller, { flow, code }: { flow: FlowId; code: string }) =>
      db.transaction(async (tx) => {
        await unlock.use(tx, caller, flow)
        await secondFactor.check(tx, caller.user, code)
        return { disabled: await dropSecondFactor(tx, caller.user) }
      }),
  }
}

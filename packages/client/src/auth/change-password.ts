import { type Account, type FactorWrap, resealPassword } from '@soroka/crypto'
import { SorokaError } from '@soroka/protocol'
import { type Bytes, fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { FACTOR } from '@soroka/protocol/records'
import { renew } from '../devices/renew.ts'
import { type UnlockDeps, unlockedFor } from './unlock-here.ts'

export interface PasswordChange {
  password: string
  newPassword: string
  /** Somebody else may know the old one: all other devices end, and all keys are made anew. */
  endOthers: boolean
}

/**
 * Another password for the account; its history stays (R10).
 * @throws SorokaError CREDENTIALS_WRONG; CONFLICT when another device changed it in the same moment
 */
export async function changePassword(deps: UnlockDeps, change: PasswordChange): Promise<void> {
  const { api, account: here } = deps
  const { password, newPassword } = change
  const opaque = await import('@soroka/crypto/opaque')
  const { state, request } = await opaque.startRegistration(newPassword)
  const given = { password, registrationRequest: request }
  await unlockedFor(deps, given, async ({ flow, account, wraps, version, registrationResponse: response }) => {
    if (response === undefined) throw new SorokaError('UNAVAILABLE')
    const { record, exportKey } = await opaque.finishRegistration({ password: newPassword, state, response })
    const opaqueRecord = fromBase64url(record)
    const made = await resealPassword({ account, exportKey, opaqueRecord, version: version + 1 })
    const wire = {
      flow,
      version,
      registrationRecord: record,
      wrap: { kind: 'as.password', bytes: toBase64url(made.passwordWrap) },
      signature: toBase64url(made.signature),
      entry: toBase64url(made.entry),
    }
    if (!change.endOthers) return void (await api.auth.password.change(wire))
    const changed: Account = { ...account, chain: made.chain }
    const { device: self } = here.self
    const renewal = await renew(api, changed, withPassword(changed, wraps, made.passwordWrap), (id) => id === self)
    await api.auth.password.change({ ...wire, renewal: renewal.wire })
    await here.storePuks(renewal.rotation.account.puks)
  })
}

/** The wraps that a renewal goes on from: that of the new password in the place of the old one's. */
function withPassword({ chain }: Account, wraps: readonly FactorWrap[], wrap: Bytes): FactorWrap[] {
  const others = wraps.filter(({ factor }) => factor.kind !== FACTOR.password)
  return [
    ...others,
    ...chain.factors.filter(({ kind }) => kind === FACTOR.password).map((factor) => ({ factor, wrap })),
  ]
}

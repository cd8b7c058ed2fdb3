import { addPasskey, removeFactor } from '@soroka/crypto'
import { SorokaError } from '@soroka/protocol'
import { equal, fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { FACTOR, factorBlob, fingerprintFactor } from '@soroka/protocol/records'
import type { PasskeysApi } from '../types.ts'
import { type UnlockDeps, unlockedFor } from './unlock-here.ts'

/** Passkeys of an account that is open here (E96): each is one more factor on the chain. */
export function passkeysOf(deps: UnlockDeps): PasskeysApi {
  return {
    list: async () => {
      const { passkeys } = await deps.api.auth.passkeys.list()
      return passkeys.map(({ id, name, addedAt, usedAt }) => ({ id, name, addedAt, usedAt }))
    },
    start: async ({ password }) => {
      const { email, user } = await deps.account.view()
      const begun = await unlockedFor(deps, { password }, ({ flow }) => deps.api.auth.passkeys.start({ flow }))
      return { ...begun, user, account: email }
    },
    add: async ({ password, flow, name, passkey, secret }) => {
      await unlockedFor(deps, { password }, async ({ flow: unlocked, account }) => {
        const { entry, factor, wrap } = await addPasskey(account, secret)
        const made = { entry: toBase64url(entry), wrap: { kind: factorBlob(factor), bytes: toBase64url(wrap) } }
        await deps.api.auth.passkeys.add({ flow, unlocked, name, passkey, ...made })
      })
    },
    remove: async ({ password, id }) => {
      const { api } = deps
      const { passkeys } = await api.auth.passkeys.list()
      const listed = passkeys.find((one) => one.id === id)
      if (listed === undefined) throw new SorokaError('NOT_FOUND')
      const fp = fromBase64url(listed.factor)
      await unlockedFor(deps, { password }, async ({ flow: unlocked, account }) => {
        // The server names it: it must be a passkey's, not the recovery key's.
        const isPasskey = account.chain.factors.some(
          ({ kind, pub }) => kind === FACTOR.passkey && equal(fingerprintFactor(pub), fp),
        )
        if (!isPasskey) throw new SorokaError('NOT_FOUND')
        const { entry } = await removeFactor(account, fp)
        await api.auth.passkeys.remove({ unlocked, id, entry: toBase64url(entry) })
      })
    },
  }
}

import { SorokaError } from '@soroka/protocol'
import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { FACTOR } from '@soroka/protocol/records'
import { hasCode } from '../api/api-errors.ts'
import { type FlowDeps, presentDevice, settle } from './auth-flow.ts'
import type { LocalAccount } from './local-account.ts'
import { certify, unlock } from './unlock.ts'

interface Credentials {
  email: string
  password: string
}

/** OPAQUE → export key → account secret → identity key → this device's entry on the chain → session. */
export async function signIn(deps: FlowDeps, input: Credentials): Promise<LocalAccount> {
  try {
    return await attempt(deps, input)
  } catch (error) {
    // Another device of mine was added in the same moment.
    if (hasCode(error, 'CHAIN_CONFLICT')) return await attempt(deps, input)
    throw error
  }
}

async function attempt(deps: FlowDeps, { email, password }: Credentials): Promise<LocalAccount> {
  const opaque = await import('@soroka/crypto/opaque')
  const { state, request } = await opaque.startLogin(password)
  const { flow, loginResponse } = await deps.api.auth.signIn.start({ email, startLoginRequest: request })
  const proof = await opaque.finishLogin({ password, state, response: loginResponse })
  if (proof === null) throw new SorokaError('CREDENTIALS_WRONG')
  const locked = await deps.api.auth.signIn.finish({ flow, finishLoginRequest: proof.finish })
  const account = await unlock(locked, { kind: FACTOR.password, secret: proof.exportKey })
  const { entry, keys } = await certify(account, locked.chain.map(fromBase64url))
  const { device, delivery } = await presentDevice(deps)
  const { session } = await deps.api.auth.signIn.device({
    flow: locked.flow,
    chain: toBase64url(entry),
    device,
    delivery,
  })
  return await settle(deps, session, delivery.kind === 'cookie' ? delivery.slot : undefined, keys)
}

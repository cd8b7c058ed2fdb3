import type { FactorSecret } from '@soroka/crypto'
import { flowId, type FlowId, SorokaError } from '@soroka/protocol'
import { type Bytes, fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { FACTOR } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { PasskeyAnswer } from '../types.ts'
import { type FlowDeps, presentDevice, settle } from './auth-flow.ts'
import type { LocalAccount } from './local-account.ts'
import { certify, unlock } from './unlock.ts'

interface Credentials {
  email: string
  password: string
}
type Locked = Awaited<ReturnType<Api['auth']['signIn']['finish']>>

/** The flow that a second factor goes on with; null for any other error. */
export function demandedFlow(error: unknown): FlowId | null {
  return hasCode(error, 'SECOND_FACTOR_NEEDED') ? (flowId.safeParse(error.data?.['flow']).data ?? null) : null
}

/** OPAQUE → export key → (a code) → account secret → identity key → this device's entry on the chain → session. */
export class SignIn {
  readonly #deps: FlowDeps
  /** The password was right; the account wants a code as well. */
  #waiting: { flow: FlowId; exportKey: Bytes } | undefined

  constructor(deps: FlowDeps) {
    this.#deps = deps
  }

  /** @throws SorokaError SECOND_FACTOR_NEEDED: `confirm` goes on with the code */
  async start(input: Credentials): Promise<LocalAccount> {
    try {
      return await this.#attempt(input)
    } catch (error) {
      // Another device of mine was added in the same moment.
      if (hasCode(error, 'CHAIN_CONFLICT')) return await this.#attempt(input)
      throw error
    }
  }

  /** The code that `start` asked for; a wrong one may be tried again. */
  async confirm(code: string): Promise<LocalAccount> {
    const waiting = this.#waiting
    if (waiting === undefined) throw new SorokaError('FLOW_UNKNOWN')
    const locked = await this.#deps.api.auth.signIn.secondFactor({ flow: waiting.flow, code })
    this.#waiting = undefined
    try {
      return await this.#enter(locked, byPassword(waiting.exportKey))
    } catch (error) {
      // A code is good once: only from the password on can it be tried again.
      if (hasCode(error, 'CHAIN_CONFLICT')) throw new SorokaError('FLOW_UNKNOWN')
      throw error
    }
  }

  /** A passkey in the place of password and code; its challenge is used up whatever comes out. */
  async byPasskey({ flow, passkey, secret }: PasskeyAnswer): Promise<LocalAccount> {
    const locked = await this.#deps.api.auth.passkeys.signIn.finish({ flow, passkey })
    return await this.#enter(locked, { kind: FACTOR.passkey, secret })
  }

  async #attempt({ email, password }: Credentials): Promise<LocalAccount> {
    const { api } = this.#deps
    const opaque = await import('@soroka/crypto/opaque')
    const { state, request } = await opaque.startLogin(password)
    const { flow, loginResponse } = await api.auth.signIn.start({ email, startLoginRequest: request })
    const proof = await opaque.finishLogin({ password, state, response: loginResponse })
    if (proof === null) throw new SorokaError('CREDENTIALS_WRONG')
    const { finish, exportKey } = proof
    try {
      return await this.#enter(
        await api.auth.signIn.finish({ flow, finishLoginRequest: finish }),
        byPassword(exportKey),
      )
    } catch (error) {
      const demanded = demandedFlow(error)
      if (demanded !== null) this.#waiting = { flow: demanded, exportKey }
      throw error
    }
  }

  async #enter(locked: Locked, factor: FactorSecret): Promise<LocalAccount> {
    const account = await unlock(locked, factor)
    const { entry, keys } = await certify(account, locked.chain.map(fromBase64url))
    const { device, delivery } = await presentDevice(this.#deps)
    const { session } = await this.#deps.api.auth.signIn.device({
      flow: locked.flow,
      chain: toBase64url(entry),
      device,
      delivery,
    })
    return await settle(this.#deps, session, delivery.kind === 'cookie' ? delivery.slot : undefined, keys)
  }
}

function byPassword(exportKey: Bytes): FactorSecret {
  return { kind: FACTOR.password, secret: exportKey }
}

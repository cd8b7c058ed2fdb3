import { resealPassword } from '@soroka/crypto'
import { type FlowId, SorokaError } from '@soroka/protocol'
import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { FACTOR } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import type { AuthApi } from '../types.ts'
import { type FlowDeps, presentDevice, settle } from './auth-flow.ts'
import type { LocalAccount } from './local-account.ts'
import { demandedFlow } from './sign-in.ts'
import { certify, unlock } from './unlock.ts'

type Given = Parameters<AuthApi['finishRecovery']>[0]
type Verified = Awaited<ReturnType<Api['auth']['recovery']['verify']>>

/** A forgotten password: the code by e-mail, then the recovery key opens the account for a new one. */
export class Recovery {
  readonly #deps: FlowDeps
  #flow: FlowId | undefined
  /** The code counts once; with a mistyped recovery key one may try again without a new one. */
  #verified: { code: string; password: string; state: string; answer: Verified } | undefined

  /** The flow that a second factor goes on with. */
  #demanded: FlowId | undefined

  constructor(deps: FlowDeps) {
    this.#deps = deps
  }

  async start(input: { email: string; locale: 'ru' | 'en' }): Promise<{ codeExpiresAt: number }> {
    const { flow, codeExpiresAt } = await this.#deps.api.auth.recovery.start(input)
    this.#flow = flow
    this.#verified = undefined
    this.#demanded = undefined
    return { codeExpiresAt }
  }

  async finish(input: Given): Promise<LocalAccount> {
    const { parseRecovery } = await import('@soroka/crypto/recovery')
    const opaque = await import('@soroka/crypto/opaque')
    const parsed = parseRecovery(input.recoveryKey)
    if (!parsed.ok) throw new SorokaError('BAD_REQUEST', { field: 'recoveryKey', ...parsed })
    const { state, answer } = await this.#verify(input)
    const account = await unlock(answer, { kind: FACTOR.recovery, secret: parsed.key })
    const { password } = input
    const { record, exportKey } = await opaque.finishRegistration({
      password,
      state,
      response: answer.registrationResponse,
    })
    const changed = await resealPassword({
      account,
      exportKey,
      opaqueRecord: fromBase64url(record),
      version: answer.version + 1,
    })
    const before = [...answer.chain.map(fromBase64url), changed.entry]
    const { entry, keys } = await certify({ ...account, chain: changed.chain }, before)
    const { device, delivery } = await presentDevice(this.#deps)
    const { session } = await this.#deps.api.auth.recovery.finish({
      flow: answer.flow,
      registrationRecord: record,
      wrap: { kind: 'as.password', bytes: toBase64url(changed.passwordWrap) },
      signature: toBase64url(changed.signature),
      chain: [toBase64url(changed.entry), toBase64url(entry)],
      device,
      delivery,
    })
    this.#flow = undefined
    this.#verified = undefined
    return await settle(this.#deps, session, delivery.kind === 'cookie' ? delivery.slot : undefined, keys)
  }

  async #verify({ code, password, secondFactor }: Given) {
    const known = this.#verified
    if (known?.code === code && known.password === password) return known
    const { recovery } = this.#deps.api.auth
    const opaque = await import('@soroka/crypto/opaque')
    const { state, request } = await opaque.startRegistration(password)
    const ask = async (flow: FlowId | undefined) => {
      if (this.#demanded !== undefined && secondFactor !== undefined)
        return await recovery.secondFactor({
          flow: this.#demanded,
          code: secondFactor,
          registrationRequest: request,
        })
      if (flow === undefined) throw new SorokaError('FLOW_UNKNOWN')
      return await recovery.verify({ flow, code, registrationRequest: request })
    }
    try {
      this.#verified = { code, password, state, answer: await ask(this.#flow) }
    } catch (error) {
      // The code of the mail has done its part; what is left is the second factor.
      this.#demanded = demandedFlow(error) ?? this.#demanded
      throw error
    }
    this.#demanded = undefined
    return this.#verified
  }
}

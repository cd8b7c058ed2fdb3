import {
  acceptDevice,
  createDeviceKeys,
  createVaultKey,
  type DeviceKeys,
  linkDigits,
  randomBytes,
} from '@soroka/crypto'
import { SorokaError } from '@soroka/protocol'
import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import { deviceChallengeInput, type DeviceOffer, encodeLinkCode, fingerprintDevice } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import type { LinkWait } from '../types.ts'
import { type FlowDeps, presentDevice, settle } from './auth-flow.ts'
import type { LocalAccount } from './local-account.ts'

interface Begun {
  offer: DeviceOffer
  device: DeviceKeys
  claim: string
}
type State = Awaited<ReturnType<Api['auth']['link']['state']>>
type Approved = Extract<State, { is: 'approved' }>

/**
 * This device, new here, lets another one bring it in (E93): its keys and the secret of its code are made here and live as
 * long as the page; a reload shows another code.
 */
export class LinkHere {
  readonly #deps: FlowDeps
  #begun: Begun | undefined

  constructor(deps: FlowDeps) {
    this.#deps = deps
  }

  /** Another code each time; the one before leads nowhere any more. */
  async start(): Promise<{ code: string; expiresAt: number }> {
    const { api, baseUrl } = this.#deps
    const device = await createDeviceKeys()
    const [claim, secret] = [toBase64url(randomBytes(32)), randomBytes(32)]
    const own = { id: device.id, signPub: device.sign.pub, sealPub: device.seal.pub }
    const { device: info } = await presentDevice(this.#deps)
    const sent = { id: device.id, signPub: toBase64url(own.signPub), sealPub: toBase64url(own.sealPub) }
    const { link, expiresAt } = await api.auth.link.start({ claim, device: sent, info })
    const offer = { link, secret, keys: fingerprintDevice(own) }
    this.#begun = { offer, device, claim }
    return { code: encodeLinkCode(offer, new URL(baseUrl).origin), expiresAt }
  }

  /**
   * How it stands; once it is approved, what was sent is held against the code, and the account is here.
   * @throws SorokaError LINK_OVER, LINK_REFUSED; LINK_CODE_WRONG where the approval is not from whoever read the code
   */
  async look(): Promise<LinkWait | LocalAccount> {
    const begun = this.#begun
    if (begun === undefined) throw new SorokaError('LINK_OVER')
    const { offer, claim } = begun
    const state = await this.#deps.api.auth.link.state({ link: offer.link, claim })
    switch (state.is) {
      case 'open':
        return { is: 'open' }
      case 'seen': {
        const { user, name, ik } = state
        return { is: 'seen', name, digits: linkDigits({ offer, user, ikFp: fromBase64url(ik) }) }
      }
      case 'approved':
        return await this.#enter(begun, state)
      case 'refused':
        this.#begun = undefined
        throw new SorokaError('LINK_REFUSED')
    }
  }

  async #enter(begun: Begun, { user, ...approved }: Approved): Promise<LocalAccount> {
    const { offer, device, claim } = begun
    const chain = approved.chain.map(fromBase64url)
    const [box, proof] = [fromBase64url(approved.box), fromBase64url(approved.proof)]
    const accepted = await acceptDevice({ offer, device, user, entries: chain, box, proof })
    if (accepted === null) {
      this.#begun = undefined
      throw new SorokaError('LINK_CODE_WRONG', { reason: 'account' })
    }
    const { delivery } = await presentDevice(this.#deps)
    const challenge = deviceChallengeInput(user, fromBase64url(offer.link))
    const signature = toBase64url(new Uint8Array(await crypto.subtle.sign('Ed25519', device.sign.key, challenge)))
    const { session } = await this.#deps.api.auth.link.finish({ link: offer.link, claim, signature, delivery })
    this.#begun = undefined
    return await settle(this.#deps, session, delivery.kind === 'cookie' ? delivery.slot : undefined, {
      vault: await createVaultKey(),
      deviceKey: device.sign.key,
      sealSeed: device.seal.seed,
      puks: accepted.puks,
      chain,
      pin: accepted.chain.ikFp,
    })
  }
}

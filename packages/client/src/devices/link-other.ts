import { certifyDevice, CryptoError, linkDigits } from '@soroka/crypto'
import { type DeviceLinkId, SorokaError } from '@soroka/protocol'
import { equal, fromBase64url, RecordError, toBase64url } from '@soroka/protocol/bytes'
import { type ChainDevice, decodeLinkCode, type DeviceOffer, fingerprintDevice } from '@soroka/protocol/records'
import { type UnlockDeps, unlockedFor } from '../auth/unlock-here.ts'
import type { LinkRequest } from '../types.ts'

interface Deps extends UnlockDeps {
  baseUrl: string
}

/** Another device, new, whose code was read here (E94). */
export class LinkOther {
  readonly #deps: Deps
  #seen: { offer: DeviceOffer; device: ChainDevice } | undefined

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /**
   * Which device shows this code. Nothing is given to it yet.
   * @throws SorokaError LINK_CODE_WRONG: no code of ours, or with `reason` 'server' (of another one, `host`) or 'keys' (the
   *   server shows other keys than the code); LINK_OVER, LINK_TAKEN
   */
  async look(code: string): Promise<LinkRequest> {
    const { api, account, chains, baseUrl } = this.#deps
    const { offer, origin } = readCode(code)
    if (origin !== new URL(baseUrl).origin)
      throw new SorokaError('LINK_CODE_WRONG', { reason: 'server', host: origin.replace(/^https?:\/\//, '') })
    const { device, info, ...rest } = await api.devices.link.look({ link: offer.link })
    const { id, signPub, sealPub } = device
    const shown = { id, signPub: fromBase64url(signPub), sealPub: fromBase64url(sealPub) }
    if (!equal(fingerprintDevice(shown), offer.keys)) throw new SorokaError('LINK_CODE_WRONG', { reason: 'keys' })
    const { user } = account.self
    const chain = await chains.get(user)
    if (chain === null) throw new SorokaError('UNAVAILABLE')
    this.#seen = { offer, device: shown }
    return { link: offer.link, ...info, ...rest, digits: linkDigits({ offer, user, ikFp: chain.ikFp }) }
  }

  /** Certifies it, and seals it the user key. @throws SorokaError CREDENTIALS_WRONG, LINK_OVER */
  async approve(link: DeviceLinkId, password: string): Promise<void> {
    const seen = this.#seen
    if (seen?.offer.link !== link) throw new SorokaError('LINK_OVER')
    const { offer, device } = seen
    await unlockedFor(this.#deps, { password }, async ({ flow, account }) => {
      const { entry, box, proof } = await certify(() => certifyDevice(account, offer, device))
      const approval = { entry: toBase64url(entry), box: toBase64url(box), proof: toBase64url(proof) }
      await this.#deps.api.devices.link.approve({ link, flow, ...approval })
    })
    this.#seen = undefined
  }

  /** Not mine: its code is good for nothing from now on. */
  async refuse(link: DeviceLinkId): Promise<void> {
    this.#seen = undefined
    await this.#deps.api.devices.link.refuse({ link })
  }
}

function readCode(code: string) {
  try {
    return decodeLinkCode(code.trim())
  } catch (error) {
    if (error instanceof RecordError) throw new SorokaError('LINK_CODE_WRONG')
    throw error
  }
}

/** A device that the chain can't take: it was there before. */
async function certify<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CryptoError) throw new SorokaError('LINK_CODE_WRONG', { reason: 'keys' })
    throw error
  }
}

import { openDeviceBox, openPuks } from '@soroka/crypto'
import { type Bytes, fromBase64url } from '@soroka/protocol/bytes'
import { currentPuk } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import { Lately } from '../epochs/lately.ts'
import type { KeyChains } from '../people/key-chains.ts'

interface Deps {
  api: { devices: Pick<Api['devices'], 'key'> }
  account: Pick<LocalAccount, 'self' | 'readPuk' | 'readSealSeed' | 'storePuks'>
  chains: Pick<KeyChains, 'refresh'>
  /** Another generation is the newest now. */
  renewed(): void
}

const PATIENCE = 2_000

/** My own user key: a newer generation, which another device of mine made, is taken over without anybody's doing (R1). */
export class OwnKeys {
  readonly #deps: Deps
  readonly #lately = new Lately(PATIENCE)
  #newest: number | undefined

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The seed of a generation; one that is missing is asked for. */
  async find(gen: number): Promise<Bytes | null> {
    const known = await this.#deps.account.readPuk(gen)
    if (known !== null) return known
    await this.#lately.run('key', () => this.catchUp())
    return await this.#deps.account.readPuk(gen)
  }

  /** Looks which generation my chain names, and takes what was sealed to this device. */
  async catchUp(): Promise<void> {
    const { api, account, chains, renewed } = this.#deps
    const { user, device } = account.self
    const chain = await chains.refresh(user)
    if (chain === null) return
    const { gen } = currentPuk(chain)
    if ((await account.readPuk(gen)) === null) {
      const [{ key }, sealSeed] = [await api.devices.key(), await account.readSealSeed()]
      if (key === null || key.gen !== gen || sealSeed === null) return
      const own = { id: device, seal: { seed: sealSeed } }
      const seed = await openDeviceBox(user, own, gen, fromBase64url(key.box))
      if (seed === null) return
      // Held against the chain, one generation after the other.
      await account.storePuks(await openPuks(chain, { gen, seed }))
    }
    if (this.#newest === gen) return
    this.#newest = gen
    renewed()
  }
}

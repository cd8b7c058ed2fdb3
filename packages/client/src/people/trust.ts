import { safetyNumber } from '@soroka/crypto'
import { SorokaError, type UserId } from '@soroka/protocol'
import { fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import type { ChainState } from '@soroka/protocol/records'
import type { LocalAccount } from '../auth/local-account.ts'
import type { AccountVault } from '../vault/account-vault.ts'
import type { KeyChains } from './key-chains.ts'
import { readTrust, trustedOfName, writeTrust } from './trust-entry.ts'

interface Deps {
  account: Pick<LocalAccount, 'self'>
  chains: KeyChains
  settings: AccountVault
  /** His key is another one now, by my word: what waited for it goes on. */
  released(user: UserId): Promise<void>
  /** Shows him anew. */
  tell(user: UserId): Promise<void>
}

/** What a person says about the keys of others. Runs in the tab that leads: it alone takes chains over. */
export class Trust {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** What two people compare; null while one of the chains can't be had. */
  async safetyNumber(user: UserId): Promise<string | null> {
    return (await this.#look(user))?.number ?? null
  }

  /** The numbers are the same. @throws SorokaError CONFLICT when his key has got another one meanwhile */
  async verify(user: UserId, number: string): Promise<void> {
    const seen = await this.#look(user)
    if (seen === null || seen.number !== number) throw new SorokaError('CONFLICT')
    await this.#accept(user, seen.his, true)
  }

  async unverify(user: UserId): Promise<void> {
    const { settings, tell } = this.#deps
    const trust = await readTrust(settings, user)
    if (trust?.verified === true) await writeTrust(settings, user, { ...trust, verified: false })
    await tell(user)
  }

  /** The changed key is accepted as it is. */
  async confirmKey(user: UserId): Promise<void> {
    if (!(await this.#deps.chains.keyChanged(user))) return
    const seen = await this.#look(user)
    if (seen === null) throw new SorokaError('UNAVAILABLE', { reason: 'chain' })
    await this.#accept(user, seen.his, false)
  }

  /** Another device of mine said something about keys. */
  async heard(names: readonly string[]): Promise<void> {
    const { settings, chains, released, tell } = this.#deps
    for (const user of names.map(trustedOfName)) {
      const trust = user === null ? null : await readTrust(settings, user)
      if (user === null) continue
      if (trust !== null && (await chains.adopt(user, fromBase64url(trust.ik)))) await released(user)
      else await tell(user)
    }
  }

  /** Written first: whatever happens then, every device takes over what was accepted. */
  async #accept(user: UserId, his: ChainState, verified: boolean): Promise<void> {
    const { chains, settings, released } = this.#deps
    const { ikFp } = his
    if (!(await chains.acceptable(user, his))) throw new SorokaError('FORBIDDEN', { reason: 'foreign_chain' })
    await writeTrust(settings, user, { ik: toBase64url(ikFp), verified })
    await chains.adopt(user, ikFp)
    await released(user)
  }

  async #look(user: UserId): Promise<{ number: string; his: ChainState } | null> {
    const { chains, account } = this.#deps
    const [mine, his] = [await chains.get(account.self.user), await chains.offered(user)]
    if (mine === null || his === null) return null
    return { number: safetyNumber(mine, his), his }
  }
}

import { type ChainResult, checkPin, extendChain, pinOf, verifyChain } from '@soroka/crypto'
import type { UserId } from '@soroka/protocol'
import { type Bytes, fromBase64url } from '@soroka/protocol/bytes'
import type { ChainState } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { changeUser, readUser } from './people.ts'

/**
 * The verified key chains of people, each pinned to the identity that was met first. A chain that leads to another
 * identity is never taken: it is noted, and what would be sealed to it waits for a person (R2, S19).
 */
export class KeyChains {
  readonly #api: Api
  readonly #db: AccountDb
  readonly #states = new Map<UserId, Promise<ChainState | null>>()

  constructor(api: Api, db: AccountDb) {
    this.#api = api
    this.#db = db
  }

  /** From here, or from the server for a stranger; null when there is none that verifies. */
  async get(user: UserId): Promise<ChainState | null> {
    return (await this.#stored(user)) ?? (await this.refresh(user))
  }

  /** Those of several people that are to be had. */
  async map(users: Iterable<UserId>): Promise<Map<UserId, ChainState>> {
    const chains = new Map<UserId, ChainState>()
    for (const user of users) {
      const state = await this.get(user)
      if (state !== null) chains.set(user, state)
    }
    return chains
  }

  /** Takes over what the server has beyond our copy. */
  async refresh(user: UserId): Promise<ChainState | null> {
    const before = await this.#stored(user)
    const answer = await this.#fetch(user, before === null ? 0 : before.seq + 1)
    if (answer === null || (before !== null && answer.length === 0)) return before
    const result: ChainResult = before === null ? await verifyChain(user, answer) : await extendChain(before, answer)
    if (!result.ok) return before === null ? null : await this.#compareWhole(user, before)
    if (before !== null && checkPin(pinOf(before), result.state) === 'key_changed')
      return await this.#changed(user, before)
    await changeUser(this.#db, user, (row) => ({
      ...row,
      chain: [...(before === null ? [] : row.chain), ...answer],
      pin: row.pin ?? result.state.ikFp,
    }))
    this.#states.set(user, Promise.resolve(result.state))
    return result.state
  }

  /** Whether another identity than the pinned one was shown for him. */
  async keyChanged(user: UserId): Promise<boolean> {
    return (await readUser(this.#db, user)).keyChanged
  }

  /** What follows doesn't fit ours: is it a whole other chain? */
  async #compareWhole(user: UserId, before: ChainState): Promise<ChainState> {
    const whole = await this.#fetch(user, 0)
    const result = whole === null ? null : await verifyChain(user, whole)
    if (result?.ok === true && checkPin(pinOf(before), result.state) === 'key_changed')
      await this.#changed(user, before)
    // A shorter or forked chain of the same identity is the server's doing: ours stands.
    return before
  }

  async #changed(user: UserId, before: ChainState): Promise<ChainState> {
    await changeUser(this.#db, user, (row) => ({ ...row, keyChanged: true }))
    return before
  }

  async #fetch(user: UserId, from: number): Promise<Bytes[] | null> {
    try {
      const { entries } = await this.#api.users.chain({ user, from: `${from}` })
      return entries.map(fromBase64url)
    } catch (error) {
      if (hasCode(error, 'NOT_FOUND')) return null
      throw error
    }
  }

  #stored(user: UserId): Promise<ChainState | null> {
    const known = this.#states.get(user)
    if (known !== undefined) return known
    const state = this.#verifyStored(user)
    this.#states.set(user, state)
    // A stranger's absence isn't worth remembering.
    void state.then(
      (found) => found === null && this.#states.delete(user),
      () => this.#states.delete(user),
    )
    return state
  }

  /** What lies on the disk is verified again, against the pin too. */
  async #verifyStored(user: UserId): Promise<ChainState | null> {
    const row = await readUser(this.#db, user)
    if (row.chain.length === 0) return null
    const result = await verifyChain(user, row.chain)
    if (!result.ok) return null
    const pinned = row.pin === undefined || checkPin({ ...pinOf(result.state), ikFp: row.pin }, result.state) === 'ok'
    return pinned ? result.state : null
  }
}

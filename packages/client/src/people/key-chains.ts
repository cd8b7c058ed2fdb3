import { type ChainResult, checkPin, extendChain, pinOf, verifyChain } from '@soroka/crypto'
import { limits, type UserId } from '@soroka/protocol'
import { type Bytes, fromBase64url } from '@soroka/protocol/bytes'
import type { ChainState } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { changeUser, readUser } from './people.ts'

const nextSeq = (state: ChainState | null | undefined) => (state === null || state === undefined ? 0 : state.seq + 1)

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

  /** Those that lie here, without asking anybody. */
  async known(users: Iterable<UserId>): Promise<Map<UserId, ChainState>> {
    const states = await Promise.all([...users].map(async (user) => [user, await this.#stored(user)] as const))
    return new Map(states.flatMap(([user, state]) => (state === null ? [] : [[user, state] as const])))
  }

  /** Takes over what the server has beyond our copy. */
  async refresh(user: UserId): Promise<ChainState | null> {
    const before = await this.#stored(user)
    const answer = await this.#fetch(user, before === null ? 0 : before.seq + 1)
    return answer === null ? before : await this.#take(user, before, answer)
  }

  /** The same for many, in few requests. */
  async refreshAll(users: readonly UserId[]): Promise<void> {
    for (let at = 0; at < users.length; at += limits.pageKeyChains) {
      const some = users.slice(at, at + limits.pageKeyChains)
      const known = await this.known(some)
      const asked = some.map((user) => ({ user, from: nextSeq(known.get(user)) }))
      const { chains } = await this.#api.users.chains({ users: asked })
      const news = chains.filter(({ user, from }) => some.includes(user) && from === nextSeq(known.get(user)))
      await Promise.all(
        news.map(({ user, entries }) => this.#take(user, known.get(user) ?? null, entries.map(fromBase64url))),
      )
    }
  }

  async #take(user: UserId, before: ChainState | null, answer: Bytes[]): Promise<ChainState | null> {
    if (before !== null && answer.length === 0) return before
    const result: ChainResult = before === null ? await verifyChain(user, answer) : await extendChain(before, answer)
    if (!result.ok) return before === null ? null : await this.#compareWhole(user, before)
    if (before !== null && checkPin(pinOf(before), result.state) === 'key_changed')
      return await this.#changed(user, before)
    await changeUser(this.#db, user, (row) => ({
      ...row,
      // Somebody else may have taken the same news over meanwhile.
      chain: [...row.chain.slice(0, nextSeq(before)), ...answer],
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

import { type ChainResult, checkPin, extendChain, pinOf, verifyChain } from '@soroka/crypto'
import { limits, type UserId } from '@soroka/protocol'
import { type Bytes, equal, fromBase64url, toBase64url } from '@soroka/protocol/bytes'
import type { ChainState } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { userRow } from '../indexeddb/rows.ts'
import { changeUser, readUser } from './people.ts'
import { isChanged, type TrustEntry } from './trust-entry.ts'

interface Deps {
  api: Api
  db: AccountDb
  /** What I said of his key, on whichever device. */
  trust(user: UserId): Promise<TrustEntry | null>
  /** Another identity is shown for him than before. */
  changed(user: UserId): Promise<void>
  now(): number
}

const nextSeq = (state: ChainState | null | undefined) => (state === null || state === undefined ? 0 : state.seq + 1)

/**
 * The verified key chains of people, each pinned to the identity that was met first. A chain that leads to another
 * identity is never taken: it is noted, and what would be sealed to it waits for a person (R2, S19).
 */
export class KeyChains {
  readonly #deps: Deps
  readonly #api: Api
  readonly #db: AccountDb
  readonly #states = new Map<UserId, Promise<ChainState | null>>()
  /** Those of whom more than one identity is known: few or none, whatever the size of a group. */
  #renewed: Promise<Set<UserId>> | undefined

  constructor(deps: Deps) {
    this.#deps = deps
    this.#api = deps.api
    this.#db = deps.db
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
    if (before !== null && checkPin(pinOf(before), result.state) === 'key_changed') {
      const { chain } = await readUser(this.#db, user)
      return await this.#changed(user, before, [...chain.slice(0, nextSeq(before)), ...answer], result.state)
    }
    const renewed = result.state.identities.length > 1
    await changeUser(this.#db, user, (row) => ({
      ...row,
      ...(renewed ? { renewed } : {}),
      // Somebody else may have taken the same news over meanwhile.
      chain: [...row.chain.slice(0, nextSeq(before)), ...answer],
      pin: row.pin ?? result.state.ikFp,
    }))
    this.#states.set(user, Promise.resolve(result.state))
    if (renewed) (await this.#renewed)?.add(user)
    return result.state
  }

  /** Whether another identity than the pinned one, or than the one that I accepted, was shown for him. */
  async keyChanged(user: UserId): Promise<boolean> {
    return isChanged(await readUser(this.#db, user), await this.#deps.trust(user))
  }

  /** The chain that a person is asked about: the one that was shown last. Without a change, his chain. */
  async offered(user: UserId): Promise<ChainState | null> {
    const { offered } = await readUser(this.#db, user)
    const result = offered === undefined ? null : await verifyChain(user, offered)
    return result?.ok === true ? result.state : await this.get(user)
  }

  /**
   * Whether the key that is offered may be accepted: only one that follows, on the same chain, the one that counted so
   * far. Nobody honest makes a chain anew, and no chat could go on with it.
   */
  async acceptable(user: UserId, offered: ChainState): Promise<boolean> {
    const [row, trust] = [await readUser(this.#db, user), await this.#deps.trust(user)]
    const known = trust?.ik ?? (row.pin === undefined ? undefined : toBase64url(row.pin))
    return known === undefined || offered.identities.some(({ ikFp }) => toBase64url(ikFp) === known)
  }

  /** Takes over the offered chain if it leads to this identity, by a person's word. */
  async adopt(user: UserId, ikFp: Bytes): Promise<boolean> {
    const { offered } = await readUser(this.#db, user)
    const result = offered === undefined ? null : await verifyChain(user, offered)
    if (result?.ok !== true || offered === undefined || !equal(result.state.ikFp, ikFp)) return false
    await changeUser(this.#db, user, (row) => {
      const { offered: _, ...rest } = row
      return { ...rest, chain: offered, pin: ikFp, keyChanged: false }
    })
    this.#states.set(user, Promise.resolve(result.state))
    return true
  }

  /** His chain as it was under this identity: what old rosters name. Null when it never was his. */
  async under(user: UserId, ikFp: Bytes): Promise<ChainState | null> {
    const state = await this.#stored(user)
    if (state === null || equal(state.ikFp, ikFp)) return state
    const at = state.identities.findIndex((identity) => equal(identity.ikFp, ikFp))
    const end = at === -1 ? undefined : state.identities[at + 1]?.seq
    if (end === undefined) return null
    const result = await verifyChain(user, (await readUser(this.#db, user)).chain.slice(0, end))
    return result.ok ? result.state : null
  }

  /** Whether his chain goes on, beyond this identity, to another one, accepted or not. */
  async outlived(user: UserId, ikFp: Bytes): Promise<boolean> {
    this.#renewed ??= listRenewed(this.#db)
    if (!(await this.#renewed).has(user)) return false
    const { identities = [] } = (await this.offered(user)) ?? {}
    return identities.slice(0, -1).some((identity) => equal(identity.ikFp, ikFp))
  }

  /** What follows doesn't fit ours: is it a whole other chain? */
  async #compareWhole(user: UserId, before: ChainState): Promise<ChainState> {
    const whole = await this.#fetch(user, 0)
    const result = whole === null ? null : await verifyChain(user, whole)
    if (whole !== null && result?.ok === true && checkPin(pinOf(before), result.state) === 'key_changed')
      return await this.#changed(user, before, whole, result.state)
    // A shorter or forked chain of the same identity is the server's doing: ours stands.
    return before
  }

  /** Kept beside ours, until a person looked; at once if another device of mine has accepted it. */
  async #changed(user: UserId, before: ChainState, offered: Bytes[], state: ChainState): Promise<ChainState> {
    const { now, changed, trust } = this.#deps
    const known = (await readUser(this.#db, user)).offered?.at(-1)
    const told = known !== undefined && equal(known, offered.at(-1) ?? known)
    await changeUser(this.#db, user, (row) => {
      const changedAt = row.keyChanged ? (row.changedAt ?? now()) : now()
      return { ...row, keyChanged: true, offered, changedAt, renewed: true }
    })
    ;(await this.#renewed)?.add(user)
    const accepted = (await trust(user))?.ik === toBase64url(state.ikFp)
    const taken = accepted && (await this.adopt(user, state.ikFp))
    if (taken || !told) await changed(user)
    return taken ? state : before
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

async function listRenewed(db: AccountDb): Promise<Set<UserId>> {
  const rows = (await db.getAll('users')).flatMap((value) => userRow.safeParse(value).data ?? [])
  return new Set(rows.filter(({ renewed }) => renewed === true).map(({ id }) => id))
}

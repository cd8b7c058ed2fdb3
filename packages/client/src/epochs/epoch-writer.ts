import {
  type Author,
  createDirectEpoch,
  createGroupEpoch,
  CryptoError,
  type Intent,
  type NewEpoch,
  nextEpoch,
  type VerifiedEpoch,
} from '@soroka/crypto'
import { type ChatId, SorokaError, type UserId } from '@soroka/protocol'
import { equal, toBase64url } from '@soroka/protocol/bytes'
import type { ChatHead } from '@soroka/protocol/contract'
import { type ChainState, CHAT_KIND, DEFAULT_POLICY, type Policy, ROLE } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { ChatRow } from '../indexeddb/rows.ts'
import type { KeyChains } from '../people/key-chains.ts'
import { readChat } from '../sync/heads.ts'
import { ChatEpochs } from './chat-epochs.ts'
import type { EpochKeys } from './epoch-keys.ts'
import type { EpochSync } from './epoch-sync.ts'
import { boxedAgain, offerLost } from './give-back.ts'

interface Deps {
  api: Api
  account: LocalAccount
  sync: EpochSync
  keys: EpochKeys
  chains: KeyChains
  /** The server's answer about a chat. */
  took(head: ChatHead): Promise<void>
  moved(epochs: ChatEpochs, first: number): Promise<void>
  /** An epoch with a new key was made here. */
  renewed(epochs: ChatEpochs): Promise<void>
  /** Seconds after which messages of a chat that begins here disappear; 0: never. */
  newTimer(): Promise<number>
  now(): number
}

/** What is wanted of the next epoch, seen from a head; null when it is so already. Throws what a person may not do. */
export type Wish = (head: VerifiedEpoch, epochs: ChatEpochs) => Intent | null | Promise<Intent | null>

const ATTEMPTS = 20

/** Makes epochs: always from our own verified head, and again when somebody was quicker. */
export class EpochWriter {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  get author(): Author {
    const { self, deviceKey } = this.#deps.account
    return { ...self, signKey: deviceKey }
  }

  /**
   * Brings the wish about on the newest head, as often as others are quicker.
   * @throws SorokaError NOT_FOUND, UNAVAILABLE, or what the server says; CryptoError for what the head does not allow
   */
  async change(chat: ChatId, wish: Wish): Promise<ChatEpochs> {
    let behind = -1
    for (let attempt = 1; ; attempt++) {
      const epochs = await this.#deps.sync.pull(chat)
      const row = await readChat(this.#deps.account.db, chat)
      const head = epochs.head
      if (row === null || head === undefined) throw new SorokaError('NOT_FOUND')
      if (epochs.next <= row.epoch) {
        // Something newer is there that doesn't verify: nothing may be built on it, nor beside it.
        if (epochs.next === behind) throw new SorokaError('UNAVAILABLE', { reason: 'epochs' })
        // Or it came while we were reading.
        behind = epochs.next
        continue
      }
      const intent = await wish(head.epoch, epochs)
      if (intent === null) return epochs
      try {
        await this.#append(epochs, head.epoch, row, intent)
        return epochs
      } catch (error) {
        if (!hasCode(error, 'EPOCH_CONFLICT') || attempt === ATTEMPTS) throw error
        await this.#deps.took(await this.#deps.api.chats.get({ chat }))
        await pause(Math.random() * 40 * Math.min(attempt, 5))
      }
    }
  }

  async #append(epochs: ChatEpochs, prev: VerifiedEpoch, row: ChatRow, intent: Intent): Promise<void> {
    const { api, keys } = this.#deps
    const key = await keys.find(epochs, prev.record.n)
    if (key === null) throw new SorokaError('UNAVAILABLE', { reason: 'key' })
    const chains = await this.#chainsFor(prev, intent)
    const made = await nextEpoch({ prev, prevEk: key.ek, intent, author: this.author, chains, seen: row.log })
    await this.#add(epochs, made, () => api.chats.addEpoch({ chat: row.id, ...wire(made) }))
    if (!made.epoch.record.sameKey) await this.#deps.renewed(epochs)
  }

  /** Where the key stays, only newcomers are sealed to. Of two people each must be who he was. */
  async #chainsFor(prev: VerifiedEpoch, intent: Intent) {
    const members = prev.roster.map(({ user }) => user)
    const newcomers = intent.type === 'add' ? intent.users.map(({ user }) => user) : []
    const calm = intent.type === 'roles' || intent.type === 'invites'
    const wanted = prev.record.kind === CHAT_KIND.direct ? members : newcomers
    const fresh = await this.freshChains(calm ? [] : [...new Set([...members, ...newcomers])], wanted)
    return intent.type === 'reset' ? fresh : await this.#asNamed(prev, fresh)
  }

  /**
   * As new as they come: a lost device must not be sealed to. `wanted` must also be who they were: with the others, what
   * the roster names is what was met.
   */
  async freshChains(users: readonly UserId[], wanted: readonly UserId[]) {
    const { chains } = this.#deps
    await chains.refreshAll(users)
    for (const user of wanted) if (await chains.keyChanged(user)) throw new CryptoError('identity_changed', user)
    return await chains.known(users)
  }

  /** Of somebody whose identity is another one by now, the chain as the roster names him: he gets nothing more than that. */
  async #asNamed({ roster }: VerifiedEpoch, known: Map<UserId, ChainState>) {
    for (const { user, ikFp } of roster) {
      const state = known.get(user)
      const named = state === undefined || equal(state.ikFp, ikFp) ? null : await this.#deps.chains.under(user, ikFp)
      if (named !== null) known.set(user, named)
    }
    return known
  }

  /**
   * The chat that the server doesn't know: epoch 0 of a direct one, of which the first of the two wins (R7). What a
   * restored server lost is given back instead, a group by who made it (R9).
   */
  async begin(row: ChatRow): Promise<ChatEpochs> {
    const { api, account, sync, took } = this.#deps
    const epochs = await sync.load(row.id)
    const again = await boxedAgain(this.#deps, epochs, 0)
    try {
      if (again !== null) {
        await took(await (row.kind === 'group' ? api.chats.createGroup(again) : api.chats.createDirect(again)))
        await offerLost(this.#deps, row.id)
        return epochs
      }
      // The Nest is the chat with oneself.
      const peer = row.kind === 'nest' ? account.self.user : row.peer
      if (peer === undefined) throw new SorokaError('NOT_FOUND')
      const users = [account.self.user, peer]
      const chains = await this.freshChains(users, users)
      const timer = row.kind === 'nest' ? 0 : await this.#deps.newTimer()
      const policy = { ...DEFAULT_POLICY, timer }
      const made = await createDirectEpoch({ author: this.author, peer, chains, policy })
      await this.#add(epochs, made, () => api.chats.createDirect(wire(made)))
      return epochs
    } catch (error) {
      if (!hasCode(error, 'CHAT_EXISTS')) throw error
      await took(await api.chats.get({ chat: row.id }))
      return await sync.pull(row.id)
    }
  }

  async createGroup(users: readonly UserId[], policy: Policy): Promise<ChatEpochs> {
    const { api, account, sync } = this.#deps
    const others = [...new Set(users)].filter((user) => user !== account.self.user)
    const chains = await this.freshChains([account.self.user, ...others], others)
    const members = others.map((user) => ({ user, role: ROLE.member }))
    const made = await createGroupEpoch({ author: this.author, members, chains, policy })
    const epochs = await sync.load(made.epoch.record.chat)
    await this.#add(epochs, made, () => api.chats.createGroup(wire(made)))
    return epochs
  }

  /** Gives an epoch to the server and keeps it once it was taken. */
  async #add(epochs: ChatEpochs, made: NewEpoch, give: () => Promise<ChatHead>): Promise<void> {
    const { sync, keys, account, took, moved, now } = this.#deps
    const head = await give()
    const own = made.boxes.find(({ user }) => user === account.self.user)?.box
    const { n } = made.epoch.record
    await sync.keep(epochs, made.epoch, {
      record: made.bytes,
      at: now(),
      ...(await this.#madeAt(made.epoch)),
      fromSeq: head.lastSeq,
      compared: true,
      ...(own === undefined ? {} : { box: own }),
    })
    await keys.keep(made.key)
    await took(head)
    await moved(epochs, n)
  }

  /** The server's time of it: its line stands at the same place for everybody. */
  async #madeAt({ record }: VerifiedEpoch): Promise<{ madeAt?: number }> {
    try {
      const { epochs } = await this.#deps.api.chats.epochs({ chat: record.chat, from: `${record.n}` })
      const at = epochs.find(({ n }) => n === record.n)?.at
      return at === undefined ? {} : { madeAt: at }
    } catch {
      // Our own clock will do.
      return {}
    }
  }
}

function wire(made: NewEpoch) {
  return {
    record: toBase64url(made.bytes),
    boxes: made.boxes.map(({ user, box }) => ({ user, box: toBase64url(box) })),
  }
}

/** What cryptography refuses, in the words of the protocol. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof CryptoError)) return error
  const { code: reason } = error
  if (reason === 'not_allowed' || reason === 'identity_changed') return new SorokaError('FORBIDDEN', { reason })
  return reason === 'missing_chain' ? new SorokaError('NOT_FOUND') : new SorokaError('UNAVAILABLE', { reason })
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

import type { ChatId } from '@soroka/protocol'
import type { JoinRequest } from '@soroka/protocol/contract'
import { findMember, WHO } from '@soroka/protocol/records'
import { hasCode } from '../api/api-errors.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { Epochs } from '../epochs/epochs.ts'
import { readChat } from '../sync/heads.ts'
import { isManager } from './facts.ts'
import { admitting } from './wishes.ts'

interface Deps {
  account: LocalAccount
  epochs: Epochs
  /** Reads the chat anew: who asked may be in by now. */
  resync(chat: ChatId): Promise<void>
  /** Whether this tab leads and has a connection. */
  alive(): boolean
  random(): number
  failed(error: unknown): void
}

const LONGEST = 3_000
const AGAIN = 5_000

/** Lets in those who hold a link that needs nobody's approval (R4): any member's leading tab may, the admins' go first. */
export class Admissions {
  readonly #deps: Deps
  readonly #waiting = new Map<ChatId, ReturnType<typeof setTimeout>>()
  /** Whom the server or the chain refused: not asked again in this life of the tab. */
  readonly #refused = new Set<string>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Somebody may have asked to be let in. */
  async look(chat: ChatId): Promise<void> {
    if (this.#waiting.has(chat) || (await this.#asking(chat)).length === 0) return
    const { epochs, account, random } = this.#deps
    const head = (await epochs.verified(chat)).head?.epoch
    const role = head === undefined ? undefined : findMember(head.roster, account.self.user)?.role
    if (role === undefined) return
    const first = isManager(role) || head?.record.policy.add === WHO.everybody
    this.#later(chat, first ? (random() * LONGEST) / 6 : LONGEST / 6 + random() * (LONGEST - LONGEST / 6))
  }

  stop(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
  }

  #later(chat: ChatId, ms: number): void {
    const timer = setTimeout(() => {
      void this.#admit(chat)
        .catch((error: unknown) => this.#deps.failed(error))
        .finally(() => this.#waiting.delete(chat))
    }, ms)
    this.#waiting.set(chat, timer)
  }

  async #admit(chat: ChatId): Promise<void> {
    if (!this.#deps.alive()) return
    const joins = await this.#asking(chat)
    if (joins.length === 0) return
    if (!(await this.#try(chat, joins)) && joins.length > 1)
      // One of them stands in the way of the others.
      for (const join of joins) if (!(await this.#try(chat, [join]))) this.#refused.add(keyOf(chat, join))
    await this.#deps.resync(chat)
    if ((await this.#asking(chat)).length > 0) setTimeout(() => void this.#retry(chat), AGAIN)
  }

  async #retry(chat: ChatId): Promise<void> {
    try {
      if (this.#deps.alive()) await this.look(chat)
    } catch (error) {
      this.#deps.failed(error)
    }
  }

  async #try(chat: ChatId, joins: JoinRequest[]): Promise<boolean> {
    const { epochs, account } = this.#deps
    try {
      const users = joins.map(({ user }) => user)
      await epochs.chains.refreshAll(users)
      const known = await epochs.chains.known(users)
      await epochs.change(chat, admitting(account.self.user, joins, known, 'by link'))
      return true
    } catch (error) {
      const refusals = [
        'FORBIDDEN',
        'EPOCH_REFUSED',
        'INVITE_INVALID',
        'NOT_FOUND',
        'LIMIT_REACHED',
        'NOT_ACCEPTING',
      ] as const
      if (!hasCode(error, ...refusals)) throw error
      if (joins.length === 1) for (const join of joins) this.#refused.add(keyOf(chat, join))
      return false
    }
  }

  /** Who asks by a link without approval, as far as the server tells; the signed list decides, and who was sent away. */
  async #asking(chat: ChatId): Promise<JoinRequest[]> {
    const row = await readChat(this.#deps.account.db, chat)
    if (row === null || row.leftSeq !== null) return []
    const shutOut = (await this.#deps.epochs.verified(chat)).head?.epoch.shutOut
    return row.joins.filter(
      (join) => !join.approval && shutOut?.has(join.user) !== true && !this.#refused.has(keyOf(chat, join)),
    )
  }
}

const keyOf = (chat: ChatId, { user, pub }: JoinRequest) => `${chat} ${user} ${pub}`

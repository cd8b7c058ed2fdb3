import type { ChatId } from '@soroka/protocol'
import { limits } from '@soroka/protocol'
import type { Api } from '../api/api.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { highestGap } from '../indexeddb/ranges.ts'
import type { ApplyRows, Source } from './apply.ts'
import { readChat } from './heads.ts'

/** What a screen may ask for. */
export type Wanted = 'newest' | 'pins' | { before: number } | { after: number }

/** The first page of a chat that moved. */
export const NEWEST = 60
const GAP_PAUSE = 150
const IDLE_PAUSE = 15

interface Deps {
  api: Api
  db: AccountDb
  apply: ApplyRows
  /** False once this tab leads no more, or the session is over. */
  alive(): boolean
  failed(error: unknown): void
}

/** Brings rows that are missing: what the screen waits for at once, gaps after a breath, old history when idle. */
export class Puller {
  readonly #deps: Deps
  readonly #gaps = new Map<ChatId, ReturnType<typeof setTimeout>>()
  /** Chats of which all is here that the server gives: what came before I did, it does not. */
  readonly exhausted = new Set<ChatId>()
  #backfilling: Promise<void> | undefined

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Rows for a screen, or for a person's jump. */
  async fetch(chat: ChatId, what: Wanted, limit: number): Promise<void> {
    if (what === 'newest') return this.page(chat, undefined, limit)
    if (what === 'pins') return this.#pins(chat)
    await this.#list(chat, 'before' in what ? { before: `${what.before}` } : { after: `${what.after}` }, limit, 'page')
  }

  /** One page of the log below `before` (or its newest). */
  async page(chat: ChatId, before: number | undefined, limit: number, source: Source = 'page'): Promise<void> {
    await this.#list(chat, before === undefined ? {} : { before: `${before}` }, limit, source)
  }

  async #list(chat: ChatId, where: { before?: string; after?: string }, limit: number, source: Source): Promise<void> {
    const { apply, api } = this.#deps
    const most = `${Math.min(limit, limits.pageRows)}`
    const { rows, annotations } = await api.messages.list({ chat, ...where, limit: most })
    await apply.apply(chat, [...rows, ...annotations], source)
  }

  async #pins(chat: ChatId): Promise<void> {
    const { pins, targets } = await this.#deps.api.messages.pins({ chat })
    await this.#deps.apply.apply(chat, [...targets, ...pins], 'page')
  }

  /** The newest missing rows, so that the end of the chat is whole. @returns whether anything was missing */
  async newest(chat: ChatId, limit: number): Promise<boolean> {
    const row = await readChat(this.#deps.db, chat)
    if (row === null || !row.created) return false
    // Single rows may be here that came with what they speak of.
    const gap = highestGap(row.have, row.lastSeq)
    if (gap === null || gap[1] <= row.lastSeq - limit) return false
    await this.page(chat, gap[1] + 1, Math.min(limit, gap[1] - gap[0] + 1))
    return true
  }

  /** A number was skipped: the row is usually on its way, so wait before fetching (R6). */
  gap(chat: ChatId): void {
    if (this.#gaps.has(chat)) return
    this.#gaps.set(
      chat,
      setTimeout(() => {
        this.#gaps.delete(chat)
        void this.#fill(chat, 'page').catch((error: unknown) => this.#deps.failed(error))
      }, GAP_PAUSE),
    )
  }

  /** Pulls all history that is missing, a page at a time, the chats in the given order. One run at a time. */
  backfill(order: () => Promise<ChatId[]>): Promise<void> {
    this.#backfilling ??= this.#backfill(order).finally(() => {
      this.#backfilling = undefined
    })
    return this.#backfilling
  }

  /** The same for one chat that came meanwhile, after what runs already. */
  async older(chat: ChatId): Promise<void> {
    while (this.#backfilling !== undefined) await this.#backfilling
    if (!this.exhausted.has(chat)) await this.backfill(async () => [chat])
  }

  stop(): void {
    for (const timer of this.#gaps.values()) clearTimeout(timer)
    this.#gaps.clear()
  }

  async #backfill(order: () => Promise<ChatId[]>): Promise<void> {
    for (const chat of await order()) {
      while (this.#deps.alive() && (await this.#fill(chat, 'history')))
        await new Promise((resolve) => setTimeout(resolve, IDLE_PAUSE))
      if (this.#deps.alive()) this.exhausted.add(chat)
    }
  }

  /** Fills the highest gap by one page. @returns whether there was one and it became smaller */
  async #fill(chat: ChatId, source: Source): Promise<boolean> {
    if (!this.#deps.alive()) return false
    const row = await readChat(this.#deps.db, chat)
    const gap = row === null || !row.created ? null : highestGap(row.have, row.lastSeq)
    if (gap === null) return false
    await this.page(chat, gap[1] + 1, Math.min(gap[1] - gap[0] + 1, limits.pageRows), source)
    const after = await readChat(this.#deps.db, chat)
    const left = after === null ? null : highestGap(after.have, after.lastSeq)
    return left !== null && (left[1] < gap[1] || left[0] > gap[0])
  }
}

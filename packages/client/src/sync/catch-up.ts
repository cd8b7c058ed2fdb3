import type { ChatId } from '@soroka/protocol'
import { limits } from '@soroka/protocol'
import type { Api } from '../api/api.ts'
import type { Epochs } from '../epochs/epochs.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { GroupNews } from '../groups/group-news.ts'
import { highestGap } from '../indexeddb/ranges.ts'
import type { ChatRow } from '../indexeddb/rows.ts'
import type { Acquaintance } from '../people/acquaintance.ts'
import type { ApplyRows } from './apply.ts'
import { NEWEST } from './puller.ts'

interface Deps {
  api: Api
  apply: ApplyRows
  epochs: Epochs
  acquaintance: Acquaintance
  groups: Pick<GroupNews, 'moved' | 'synced'>
  hub: EventHub
}

/** Chats whose rows are stored in one transaction: it must not hold the database for long. */
const TOGETHER = 50

/**
 * Brings chats up to date that miss nothing but their newest rows: many in one request, one transaction and one event.
 * For a device that comes back this is nearly all of them.
 */
export class CatchUp {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** @returns the chats that need more than this, or for whose rows there was no room, in the same order */
  async run(chats: readonly ChatRow[], current: () => boolean): Promise<ChatRow[]> {
    const plain = new Set<ChatId>()
    const wanted: { chat: ChatId; limit: number }[] = []
    await Promise.all(chats.map(async (row) => (await this.#isPlain(row)) && plain.add(row.id)))
    for (const row of chats) {
      const limit = plain.has(row.id) ? missingAtTheEnd(row) : null
      if (limit === null) plain.delete(row.id)
      else if (limit === 0) this.#deps.hub.chat(row.id)
      else wanted.push({ chat: row.id, limit })
    }
    const came = await this.#bring(wanted, current)
    for (const { chat } of wanted) if (!came.has(chat)) plain.delete(chat)
    const groups = chats.filter(({ id, kind }) => kind === 'group' && plain.has(id))
    for (let i = 0; i < groups.length && current(); i += TOGETHER)
      await Promise.all(groups.slice(i, i + TOGETHER).map(({ id }) => this.#deps.groups.synced(id)))
    return chats.filter(({ id }) => !plain.has(id))
  }

  /** Its keys and its people are here. */
  async #isPlain(row: ChatRow): Promise<boolean> {
    const { epochs, acquaintance, groups } = this.#deps
    if (!row.created) return false
    const [settled, known] = await Promise.all([epochs.settled(row), acquaintance.knows(row.peer)])
    if (settled === null || !known) return false
    await groups.moved(settled, settled.next)
    return true
  }

  async #bring(wanted: { chat: ChatId; limit: number }[], current: () => boolean): Promise<Set<ChatId>> {
    const { api, apply } = this.#deps
    const came = new Set<ChatId>()
    const ask = (at: number) =>
      at < wanted.length ? api.messages.newest({ chats: wanted.slice(at, at + limits.pageChats) }) : null
    let next = ask(0)
    let storing: Promise<void> = Promise.resolve()
    for (let at = limits.pageChats; next !== null && current(); at += limits.pageChats) {
      const { pages } = await next
      // The next ones travel while these are opened and stored.
      next = ask(at)
      next?.catch(() => undefined)
      for (let i = 0; i < pages.length && current(); i += TOGETHER) {
        const some = pages.slice(i, i + TOGETHER)
        const before = storing
        storing = apply.applyAll(some, 'page').then(() => {
          for (const { chat } of some) came.add(chat)
        })
        storing.catch(() => undefined)
        // These are opened while those before them go to the disk.
        await before
      }
    }
    await storing
    return came
  }
}

/** How many of the newest rows are missing; 0: none; null: there is a hole below rows that are here. */
function missingAtTheEnd({ have, lastSeq }: ChatRow): number | null {
  const gap = highestGap(have, lastSeq)
  if (gap === null || gap[1] <= lastSeq - NEWEST) return 0
  return gap[1] === lastSeq ? Math.min(NEWEST, gap[1] - gap[0] + 1) : null
}

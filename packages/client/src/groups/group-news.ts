import { type ChatId, limits } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import type { LocalAccount } from '../auth/local-account.ts'
import type { ChatEpochs } from '../epochs/chat-epochs.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { highestGap } from '../indexeddb/ranges.ts'
import type { ChatRow, MessageRow } from '../indexeddb/rows.ts'
import type { People } from '../people/people.ts'
import { readChat } from '../sync/heads.ts'
import type { Puller } from '../sync/puller.ts'
import type { LineView } from '../types.ts'
import type { Admissions } from './admissions.ts'
import { factsOf } from './facts.ts'
import type { GroupStore } from './group-store.ts'
import { linesOf, metaLines } from './lines.ts'
import type { GroupMeta } from './meta.ts'

interface Deps {
  account: Pick<LocalAccount, 'db' | 'self'>
  hub: Pick<EventHub, 'chat' | 'person' | 'tell'>
  store: GroupStore
  meta: Pick<GroupMeta, 'came' | 'carryOn'>
  admissions: Pick<Admissions, 'look'>
  people: Pick<People, 'stranger' | 'refresh'>
  puller(): Pick<Puller, 'page'>
}

/** Lines that are told at once; of a long past, screens read them with its pages. */
const MOST_LINES = 20
/** How far back a name is sought at once; what lies further up comes with the rest of the history. */
const MOST_PAGES = 5
const MOST_ROWS = 2_000

/** What the rest of the engine tells of chats: new epochs, new rows, a new head. */
export class GroupNews {
  readonly #deps: Deps
  /** The epoch by which each chat is shown. */
  readonly #shown = new Map<ChatId, number>()
  readonly #sought = new Map<ChatId, number>()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** The epochs from `first` on are new here, if there are any. */
  async moved(epochs: ChatEpochs, first: number): Promise<void> {
    const { account, hub, store } = this.#deps
    const { chat, head } = epochs
    if (head === undefined || this.#shown.get(chat) === head.epoch.record.n) return
    if ((await store.facts(chat))?.n !== head.epoch.record.n)
      await store.putFacts(chat, factsOf(head.epoch, account.self.user))
    this.#shown.set(chat, head.epoch.record.n)
    hub.chat(chat)
    const fresh = epochs.all.slice(first).map(({ row }) => row)
    if (fresh.length <= MOST_LINES) this.#tell(chat, await linesOf(account.db, fresh))
  }

  /** An epoch with a new key was made here. */
  async renewed(epochs: ChatEpochs): Promise<void> {
    await this.#deps.meta.carryOn(epochs)
  }

  async came(chat: ChatId, rows: readonly MessageRow[]): Promise<void> {
    await this.#deps.meta.came(chat, rows)
  }

  /** The name or photo is another now. */
  async named(chat: ChatId): Promise<void> {
    this.#deps.hub.chat(chat)
    this.#tell(chat, (await metaLines(this.#deps.store, chat)).slice(-MOST_LINES))
  }

  /** The chat was read anew: its name may be missing, and somebody may wait at the door. */
  async synced(chat: ChatId): Promise<void> {
    const { account, store, admissions, puller } = this.#deps
    const row = await readChat(account.db, chat)
    if (row === null || row.kind !== 'group') return
    const { metaSeq } = row
    const known = (await store.info(chat))?.log.seq ?? 0
    if (metaSeq > known) {
      const isNew = this.#sought.get(chat) !== metaSeq
      const place: [ChatId, number] = [chat, metaSeq]
      if (isNew && (await account.db.getKey('messages', place)) === undefined) await puller().page(chat, metaSeq + 1, 1)
      const stored = await account.db.get('messages', place)
      if (stored !== undefined) await this.came(chat, [stored])
      if (isNew && (await store.info(chat)) === null) await this.#seekOlder(chat, metaSeq)
      this.#sought.set(chat, metaSeq)
    }
    await this.#meet(row)
    await admissions.look(chat)
  }

  /** Any member may send a row that names nothing, and the server calls it the newest: the last good one counts. */
  async #seekOlder(chat: ChatId, below: number): Promise<void> {
    const { account, store, puller } = this.#deps
    for (let page = 0; ; page++) {
      for (const row of await metaRows(account.db, chat, below)) {
        await this.came(chat, [row])
        if ((await store.info(chat)) !== null) return
      }
      const known = await readChat(account.db, chat)
      const gap = known === null ? null : highestGap(known.have, below)
      if (gap === null || page === MOST_PAGES) return
      await puller().page(chat, gap[1] + 1, limits.pageRows)
      const after = await readChat(account.db, chat)
      const left = after === null ? null : highestGap(after.have, below)
      if (left !== null && left[0] === gap[0] && left[1] === gap[1]) return
    }
  }

  /** Whoever waits at the door has a name. */
  async #meet({ id, joins }: ChatRow): Promise<void> {
    const { people, hub } = this.#deps
    for (const { user } of joins) {
      const view = (await people.stranger(user)) ? await people.refresh(user) : null
      if (view === null) continue
      hub.person(view)
      hub.chat(id)
    }
  }

  #tell(chat: ChatId, lines: LineView[]): void {
    if (lines.length > 0) this.#deps.hub.tell({ type: 'lines', chat, upserts: lines })
  }
}

/** The rows below a place that may carry a name, the newest first. */
async function metaRows(db: AccountDb, chat: ChatId, below: number): Promise<MessageRow[]> {
  const found: MessageRow[] = []
  const range = IDBKeyRange.bound([chat, 0], [chat, below], false, true)
  let cursor = await db.transaction('messages').store.openCursor(range, 'prev')
  for (let seen = 0; cursor !== null && seen < MOST_ROWS; seen++) {
    if (cursor.value.kind === KIND.meta) found.push(cursor.value)
    cursor = await cursor.continue()
  }
  return found
}

import type { ChatId, UserId } from '@soroka/protocol'
import type { MessageRow } from '@soroka/protocol/contract'
import { toBase64url } from '@soroka/protocol/bytes'
import { directChatId } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { Epochs } from '../epochs/epochs.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { GroupNews } from '../groups/group-news.ts'
import type { Marks } from '../marks/marks.ts'
import { tellUntold } from '../marks/untold.ts'
import type { Acquaintance } from '../people/acquaintance.ts'
import { WakeableSleep } from '../websocket/wakeable-sleep.ts'
import type { Fence } from '../indexeddb/fence.ts'
import type { ChatRow } from '../indexeddb/rows.ts'
import type { ConnectionState } from '../types.ts'
import type { ApplyRows } from './apply.ts'
import { CatchUp } from './catch-up.ts'
import { forgetGone } from './forget.ts'
import { applyHead, readChat } from './heads.ts'
import { rewind } from './new-era.ts'
import { NEWEST, type Puller } from './puller.ts'
import { pullVector } from './vector.ts'

interface Deps {
  api: Api
  account: LocalAccount
  fence: Fence
  hub: EventHub
  apply: ApplyRows
  puller: Puller
  epochs: Epochs
  marks: Marks
  acquaintance: Acquaintance
  groups: Pick<GroupNews, 'synced' | 'moved'>
  alive(): boolean
  failed(error: unknown): void
  state(state: ConnectionState): void
  /** The vector is in: what waits may go out. */
  listed(): void
}

/** Chats pulled side by side. */
const WIDTH = 4
const RETRY = 3_000

/** After each connection: the vector, then what moved, the chats on the screen first, then all older history. */
export class Sync {
  readonly #deps: Deps
  readonly #catchUp: CatchUp
  readonly #pause = new WakeableSleep()
  readonly #looking: ChatId[] = []
  /** Chats that a frame or this device named since `ready`: no pass that began earlier can know them (P27). */
  readonly #named = new Set<ChatId>()
  #run = 0
  /** The vector of this connection was read. */
  listed = false

  constructor(deps: Deps) {
    this.#deps = deps
    this.#catchUp = new CatchUp(deps)
  }

  focus(chat: ChatId): void {
    const at = this.#looking.indexOf(chat)
    if (at >= 0) this.#looking.splice(at, 1)
    this.#looking.unshift(chat)
    this.#looking.length = Math.min(this.#looking.length, 8)
  }

  start(): void {
    this.#named.clear()
    const run = ++this.#run
    void this.#whole(run)
  }

  /** The connection is gone. */
  stop(): void {
    this.#run++
    this.listed = false
    this.#pause.wake()
  }

  /** The server has the chat: a frame or an answer said so. */
  name(chat: ChatId): void {
    this.#named.add(chat)
  }

  created(frame: { chat: ChatId; seq: number; at: number; envelope: string }): void {
    this.#background(this.#created(frame.chat, { seq: frame.seq, at: frame.at, envelope: frame.envelope }))
  }

  /** The server erased rows: deleted, superseded, expired (R13, R14, R16). */
  erased(frame: { chat: ChatId; rows: readonly MessageRow[] }): void {
    this.#background(this.#erased(frame.chat, frame.rows))
  }

  changed(chat: ChatId): void {
    this.#background(this.chat(chat))
  }

  /** Reads one chat anew: its head, its epochs, its newest rows. */
  async chat(chat: ChatId): Promise<void> {
    const { api, account, fence, apply, hub, puller } = this.#deps
    try {
      const head = await api.chats.get({ chat })
      this.name(chat)
      await apply.lanes.run(chat, () => applyHead(account.db, fence, account.self.user, head))
      await this.#pullChat(chat)
      hub.chat(chat)
      // A chat that I have just come into has a past, which is searched as well.
      if (this.listed) this.#background(puller.older(chat))
    } catch (error) {
      if (!hasCode(error, 'NOT_FOUND')) throw error
      await this.#gone(chat)
    }
  }

  /** A direct chat that the server doesn't know may be given back to it; a group that is gone is gone. */
  async #gone(chat: ChatId): Promise<void> {
    const { account, hub } = this.#deps
    const row = await readChat(account.db, chat)
    if (row?.kind !== 'group') return
    const [changed, removed] = [(id: ChatId) => hub.chat(id), (id: ChatId) => hub.chatRemoved(id)]
    await forgetGone({ ...this.#deps, db: account.db, changed, removed }, chat)
  }

  /** A person's keys or name changed: his chain is read anew, and what waited for it is opened. */
  async peerChanged(user: UserId): Promise<void> {
    const { account, epochs, hub } = this.#deps
    const chat = directChatId(account.self.user, user)
    await epochs.refreshChain(user)
    if ((await readChat(account.db, chat)) === null) return
    await this.#reopen(chat)
    hub.chat(chat)
  }

  async #whole(run: number): Promise<void> {
    const current = () => run === this.#run && this.#deps.alive()
    this.#deps.state('syncing')
    while (current()) {
      try {
        await this.#once(current)
        return
      } catch (error) {
        this.#deps.failed(error)
        await this.#pause.sleep(RETRY)
      }
    }
  }

  async #once(current: () => boolean): Promise<void> {
    const { account, hub, marks, puller } = this.#deps
    const moved = await pullVector({
      ...this.#deps,
      named: this.#named,
      db: account.db,
      self: account.self.user,
      changed: (chat) => hub.chat(chat),
      removed: (chat) => hub.chatRemoved(chat),
      newEra: (chats) => rewind(this.#deps, chats),
    })
    if (!current()) return
    this.listed = true
    this.#deps.listed()
    await tellUntold(account.db, marks)
    await this.#pullAll(this.#order(moved), current)
    if (!current()) return
    this.#deps.state('online')
    await this.#deps.acquaintance.refresh()
    await puller.backfill(async () => this.#order(await this.#byTime()).map(({ id }) => id))
    for (const chat of await this.#waiting()) if (current()) await this.#reopen(chat)
  }

  async #pullAll(chats: ChatRow[], current: () => boolean): Promise<void> {
    const queue = await this.#catchUp.run(chats, current)
    for (const { id } of queue) this.#deps.hub.chat(id)
    const done = new Set(chats.map(({ id }) => id))
    for (const { id } of queue) done.delete(id)
    for (const chat of await this.#waiting()) if (done.has(chat) && current()) await this.#reopen(chat)
    const worker = async () => {
      for (let chat = queue.shift(); chat !== undefined && current(); chat = queue.shift())
        await this.#pullChat(chat.id)
    }
    await Promise.all(Array.from({ length: WIDTH }, worker))
  }

  async #pullChat(chat: ChatId): Promise<void> {
    const { epochs, puller, acquaintance, groups } = this.#deps
    // The name comes beside the keys: a stranger's first message has a title when it is shown.
    await Promise.all([epochs.sync(chat), acquaintance.meet(chat)])
    await puller.newest(chat, NEWEST)
    await this.#reopen(chat)
    await groups.synced(chat)
  }

  async #created(chat: ChatId, row: MessageRow): Promise<void> {
    const known = await readChat(this.#deps.account.db, chat)
    if (known === null || !known.created) return this.chat(chat)
    await this.#deps.apply.apply(chat, [row], 'push')
    await this.#deps.acquaintance.meet(chat)
  }

  /** Rows that were never here come as they are, with the history that they belong to. */
  async #erased(chat: ChatId, rows: readonly MessageRow[]): Promise<void> {
    const { account, apply } = this.#deps
    const known = await Promise.all(rows.map(({ seq }) => account.db.getKey('messages', [chat, seq])))
    const here = rows.filter((_, i) => known[i] !== undefined)
    if (here.length > 0) await apply.apply(chat, here, 'page')
  }

  /** Tries again what waited for a key or a chain. */
  async #reopen(chat: ChatId): Promise<void> {
    const range = IDBKeyRange.bound([chat, 'waiting_key', 0], [chat, 'waiting_key', Number.MAX_SAFE_INTEGER])
    const waiting = await this.#deps.account.db.getAllFromIndex('messages', 'waiting', range)
    const rows = waiting.flatMap(({ seq, at, envelope }) =>
      envelope === undefined ? [] : [{ seq, at, envelope: toBase64url(envelope) }],
    )
    if (rows.length > 0) await this.#deps.apply.apply(chat, rows, 'page')
  }

  #order<Chat extends { id: ChatId }>(chats: Chat[]): Chat[] {
    const place = ({ id }: Chat): number => this.#looking.indexOf(id) + 1 || Infinity
    return chats.toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)))
  }

  async #byTime(): Promise<ChatRow[]> {
    const rows = await this.#deps.account.db.getAll('chats')
    return rows.sort((a, b) => b.lastAt - a.lastAt)
  }

  /** Chats with rows that wait for a key, or never open. */
  async #waiting(): Promise<Set<ChatId>> {
    const keys = await this.#deps.account.db.getAllKeysFromIndex('messages', 'waiting')
    return new Set(keys.map(([chat]) => chat))
  }

  #background(work: Promise<unknown>): void {
    void work.catch((error: unknown) => this.#deps.failed(error))
  }
}

import type { ChatId, UserId } from '@soroka/protocol'
import type { Trust } from '../people/trust.ts'
import { linesBetween, type Stretch } from '../groups/lines.ts'
import type { ConnectionState, EndReason, LineView } from '../types.ts'
import { hiddenIn } from '../vault/chat-flags.ts'
import { Leader } from './leader.ts'
import { Life } from './life.ts'
import { compose, type EngineOptions, type Parts } from './parts.ts'
import { SocketNews } from './socket-news.ts'
import { LOOK_AGAIN } from '../push/focus-board.ts'
import type { Wanted } from '../sync/puller.ts'
import { TabNews } from './tab-news.ts'

/** Everything that runs for one signed-in account in one tab, and what the surface may ask of it. */
export class Engine {
  readonly #parts: Parts
  readonly #life: Life
  readonly #leader: Leader
  /** Answers that a screen can show nothing without. */
  #awaited = 0
  #looking: ReturnType<typeof setInterval> | undefined

  constructor(given: EngineOptions) {
    const options: EngineOptions = {
      ...given,
      emit: (event) => {
        parts.searching.names.heard(event)
        parts.files.heard(event)
        given.emit(event)
      },
    }
    const life = new Life({
      changed: (state) => {
        this.hub.tell({ type: 'connection', state })
        if (state !== 'syncing') parts.searching.indexer.kick()
      },
      report: (error) => options.platform.report?.(error),
    })
    const parts = compose(options, {
      alive: () => !life.over && this.leading,
      busy: () => life.state === 'syncing' || this.#awaited > 0,
      state: (state) => life.become(state),
      failed: (error) => life.failed(error),
      frame: (frame) => socket.frame(frame),
      socket: (state) => socket.state(state),
      refused: (error) => socket.refused(error),
      tab: (message) => tabs.hear(message),
      applied: (chat, rows, after) => leader.applied(chat, rows, after),
      listed: () => leader.listed(),
      lead: () => leader.begin(),
      lose: () => leader.end(),
    })
    const leader = new Leader(parts, life)
    const socket = new SocketNews(parts, life, leader, (reason) => options.ended(reason))
    const tabs = new TabNews(parts, life, leader, options)
    this.#parts = parts
    this.#life = life
    this.#leader = leader
  }

  /** What a screen can show nothing without: the search index rests meanwhile. */
  async first<T>(work: () => Promise<T>): Promise<T> {
    this.#awaited++
    try {
      return await work()
    } finally {
      this.#awaited--
      if (this.#awaited === 0) this.#parts.searching.indexer.kick()
    }
  }

  get account() {
    return this.#parts.account
  }

  get api() {
    return this.#parts.api
  }

  get hub() {
    return this.#parts.hub
  }

  get people() {
    return this.#parts.people
  }

  get photos() {
    return this.#parts.photos
  }

  /** The account's sealed settings, shared by all of its devices. */
  get settings() {
    return this.#parts.settings
  }

  get ownAccount() {
    return this.#parts.ownAccount
  }

  /** My own keys, as they are renewed. */
  get ownKeys() {
    return this.#parts.ownKeys
  }

  get contacts() {
    return this.#parts.contacts
  }

  get messages() {
    return this.#parts.messages
  }

  get bodies() {
    return this.#parts.bodies
  }

  get epochs() {
    return this.#parts.epochs
  }

  /** Chats and people by name. */
  get names() {
    return this.#parts.searching.names
  }

  get search() {
    return this.#parts.searching.search
  }

  get files() {
    return this.#parts.files
  }

  get sources() {
    return this.#parts.sources
  }

  get state(): ConnectionState {
    return this.#life.state
  }

  get leading(): boolean {
    return this.#parts.leadership.leading
  }

  start(): void {
    this.#parts.leadership.start()
    this.#parts.line.post({ t: 'hello' })
  }

  async close(): Promise<void> {
    const { leadership, hub, remote, verbs, line, apply, account } = this.#parts
    if (this.#life.over) return
    this.#life.end()
    clearInterval(this.#looking)
    leadership.stop()
    hub.close()
    remote.close()
    verbs.close()
    line.close()
    await apply.lanes.idle()
    account.db.close()
  }

  wake(): void {
    if (this.leading) this.#parts.connection.wake()
    else this.#parts.line.post({ t: 'wake' })
  }

  /** Rows for the screen, by whoever has the lead. */
  async pull(chat: ChatId, what: Wanted, limit: number): Promise<void> {
    if (this.leading) await this.#leader.pull(chat, what, limit)
    else await this.#parts.remote.ask(chat, what, limit)
  }

  /** A verb of the surface of groups, calls or trust, by whoever has the lead. */
  group(verb: string, args: readonly unknown[]): Promise<unknown> {
    return this.leading ? this.#leader.group(verb, args) : this.#parts.verbs.ask(verb, args)
  }

  /** Lines that stand among these rows. */
  lines(chat: ChatId, stretch: Stretch): Promise<LineView[]> {
    const { groupStore: store, bodies, settings } = this.#parts
    const personal = (id: ChatId) => hiddenIn(settings, id)
    return linesBetween({ db: this.account.db, store, bodies, personal }, chat, stretch)
  }

  /** What the screen looks at comes first in every sync. */
  focus(chat: ChatId): void {
    this.#parts.sync.focus(chat)
  }

  /** A row was written to the outbox here. */
  queued(chat: ChatId): void {
    this.#parts.typing.sent(chat)
    if (this.leading) this.#leader.queued(chat)
    else this.#parts.line.post({ t: 'outbox', chat })
  }

  read(chat: ChatId, seq: number): void {
    if (this.leading) this.#parts.marks.report(chat, { read: seq })
    else this.#parts.line.post({ t: 'read', chat, seq })
  }

  type(chat: ChatId): void {
    if (this.leading) this.#parts.typing.start(chat)
    else this.#parts.line.post({ t: 'typing', chat })
  }

  /** How far the search index is. */
  indexed(): Promise<{ indexed: number; total: number }> {
    return this.#parts.searching.progress()
  }

  /** What I say about a person's key, and what I compare with him. */
  trust<Verb extends 'safetyNumber' | 'verify' | 'unverify' | 'confirmKey'>(
    verb: Verb,
    ...args: Parameters<Trust[Verb]>
  ): ReturnType<Trust[Verb]> {
    return this.group(`trust.${verb}`, args) as ReturnType<Trust[Verb]>
  }

  watch(users: UserId[]): void {
    const { presence, tab, line } = this.#parts
    presence.watch(tab, users)
    if (!this.leading) line.post({ t: 'watch', tab, users })
  }

  /** What is looked at in this tab; said again for as long as it is. */
  look(visible: boolean, chat: ChatId | null): void {
    clearInterval(this.#looking)
    const say = () => {
      const { focus, tab, line } = this.#parts
      focus.set(tab, { visible, chat })
      line.post({ t: 'focus', tab, visible, chat })
    }
    say()
    if (visible && !this.#life.over) this.#looking = setInterval(say, LOOK_AGAIN)
  }

  /** The server should learn which epochs this device can open. */
  announceHeld(): void {
    if (this.leading) this.#parts.held.look()
    else this.#parts.line.post({ t: 'held' })
  }

  /** Tells the other tabs that the session is over. */
  announceEnd(reason: EndReason): void {
    this.#parts.line.post({ t: 'ended', reason })
  }
}

import type { ChatId, UserId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { type Api, createApi } from '../api/api.ts'
import { hasCode, isOffline } from '../api/api-errors.ts'
import { AccessTokens } from '../auth/access-tokens.ts'
import type { EndReason, LocalAccount } from '../auth/local-account.ts'
import { Epochs } from '../epochs/epochs.ts'
import { EventHub } from '../events/event-hub.ts'
import { Marks } from '../marks/marks.ts'
import { Typing } from '../marks/typing.ts'
import { Outbox } from '../outbox/outbox.ts'
import { Acquaintance } from '../people/acquaintance.ts'
import { People } from '../people/people.ts'
import { PresenceBoard } from '../people/presence.ts'
import type { Platform } from '../platform/platform.ts'
import { Connection } from '../websocket/connection.ts'
import { Fence, StaleTerm } from '../indexeddb/fence.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import { ApplyRows } from '../sync/apply.ts'
import { applyMark } from '../sync/heads.ts'
import { Puller } from '../sync/puller.ts'
import { Sync } from '../sync/sync.ts'
import { Leadership } from '../tabs/leadership.ts'
import { RemotePull } from '../tabs/remote-pull.ts'
import { TabLine } from '../tabs/tab-line.ts'
import type { TabMessage } from '../tabs/tab-messages.ts'
import type { ClientEvent, ConnectionState } from '../types.ts'
import { viewChat } from '../views/chat-view.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'

interface Options {
  baseUrl: string
  platform: Platform
  account: LocalAccount
  emit(event: ClientEvent): void
  /** The session is over for good: everything of it is to be wiped. */
  ended(reason: EndReason): void
}

/** Everything that runs for one signed-in account in one tab. The only place that knows all parts. */
export class Engine {
  readonly account: LocalAccount
  readonly api: Api
  readonly hub: EventHub
  readonly people: People
  readonly presence: PresenceBoard
  readonly typing: Typing
  readonly marks: Marks
  readonly outbox: Outbox
  readonly epochs: Epochs
  readonly #options: Options
  readonly #connection: Connection
  readonly #fence = new Fence()
  readonly #apply: ApplyRows
  readonly #puller: Puller
  readonly #sync: Sync
  readonly #line: TabLine
  readonly #leadership: Leadership
  readonly #remote: RemotePull
  readonly #tab = crypto.randomUUID()
  readonly #tokens: AccessTokens
  #state: ConnectionState = 'offline'
  #closed = false

  constructor(options: Options) {
    const { baseUrl, platform, account } = options
    const { db, vault, self } = account
    this.#options = options
    this.account = account
    this.#line = new TabLine(platform, self.user, (message) => this.#hearTab(message))
    this.#tokens = new AccessTokens(account, platform, createApi(baseUrl, platform.fetch, null), {
      renewed: (token) => this.#line.post({ t: 'token', ...token }),
      ended: (reason) => options.ended(reason),
    })
    this.api = createApi(baseUrl, platform.fetch, this.#tokens)
    this.hub = new EventHub({
      emit: options.emit,
      broadcast: (event) => this.#line.post({ t: 'event', event }),
      viewChat: (chat) => viewChat(this.sources, chat),
    })
    this.#connection = new Connection(this.api, baseUrl, platform, {
      frame: (frame) => this.#handle(frame),
      state: (state) => this.#sockets(state),
      refused: (error) => this.#refused(error),
    })
    this.presence = new PresenceBoard(this.#connection)
    this.people = new People(this.api, db, this.presence)
    this.typing = new Typing(this.hub, this.#connection, () => platform.now())
    this.marks = new Marks(this.#connection)
    this.epochs = new Epochs({
      api: this.api,
      account,
      fence: this.#fence,
      changed: (chat) => this.hub.chat(chat),
      named: (chat) => this.#sync.name(chat),
      now: () => platform.now(),
    })
    this.#apply = new ApplyRows({
      db,
      vault,
      self: self.user,
      hub: this.hub,
      fence: this.#fence,
      opener: this.epochs,
      applied: (chat, rows, after) => this.#applied(chat, rows, after),
    })
    const alive = () => !this.#closed && this.#leadership.leading
    const failed = (error: unknown) => this.#failed(error)
    this.#puller = new Puller({ api: this.api, db, apply: this.#apply, alive, failed })
    this.#sync = new Sync({
      api: this.api,
      account,
      fence: this.#fence,
      hub: this.hub,
      apply: this.#apply,
      puller: this.#puller,
      epochs: this.epochs,
      marks: this.marks,
      acquaintance: new Acquaintance({ db, hub: this.hub, people: this.people, failed }),
      alive,
      failed,
      state: (state) => this.#setState(state),
      listed: () => this.#listed(),
    })
    this.outbox = new Outbox({
      db,
      vault,
      self: self.user,
      fence: this.#fence,
      hub: this.hub,
      connection: this.#connection,
      apply: this.#apply,
      puller: this.#puller,
      now: () => platform.now(),
      random: () => platform.random(),
      online: () => this.#sync.listed,
      seal: (chat, id, text) => this.epochs.seal(chat, id, text),
      resync: (chat) => this.#sync.chat(chat),
      failed,
    })
    this.#remote = new RemotePull(this.#tab, (message) => this.#line.post(message))
    this.#leadership = new Leadership({
      locks: platform.locks,
      name: `leader:${self.user}`,
      visible: () => platform.visible(),
      beat: () => this.#line.post({ t: 'beat' }),
      lead: () => this.#lead(),
      lose: () => this.#lose(),
    })
  }

  get sources() {
    const { db, vault, self } = this.account
    return { db, vault, self: self.user, person: (user: UserId) => this.people.known(user) }
  }

  get state(): ConnectionState {
    return this.#state
  }

  get leading(): boolean {
    return this.#leadership.leading
  }

  start(): void {
    this.#leadership.start()
    this.#line.post({ t: 'hello' })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#leadership.stop()
    this.hub.close()
    this.#remote.close()
    this.#line.close()
    await this.#apply.lanes.idle()
    this.account.db.close()
  }

  wake(): void {
    if (this.leading) this.#connection.wake()
    else this.#line.post({ t: 'wake' })
  }

  /** Rows for the screen, by whoever has the lead. Quiet when there is no server: the page shows what is here. */
  async pull(chat: ChatId, before: number | undefined, limit: number): Promise<void> {
    if (!this.leading) return await this.#remote.ask(chat, before, limit)
    if (this.#state === 'offline') return
    try {
      await this.#puller.page(chat, before, limit)
    } catch (error) {
      this.#failed(error)
    }
  }

  /** What the screen looks at comes first in every sync. */
  focus(chat: ChatId): void {
    this.#sync.focus(chat)
  }

  /** A row was written to the outbox here. */
  queued(chat: ChatId): void {
    this.typing.sent(chat)
    if (this.leading) this.outbox.kick(chat)
    else this.#line.post({ t: 'outbox', chat })
  }

  read(chat: ChatId, seq: number): void {
    if (this.leading) this.marks.report(chat, { read: seq })
    else this.#line.post({ t: 'read', chat, seq })
  }

  type(chat: ChatId): void {
    if (this.leading) this.typing.start(chat)
    else this.#line.post({ t: 'typing', chat })
  }

  watch(users: UserId[]): void {
    this.presence.watch(this.#tab, users)
    if (!this.leading) this.#line.post({ t: 'watch', tab: this.#tab, users })
  }

  /** Tells the other tabs that the session is over. */
  announceEnd(reason: EndReason): void {
    this.#line.post({ t: 'ended', reason })
  }

  async #lead(): Promise<void> {
    if (this.#closed) return
    await this.#fence.raise(this.account.db)
    this.#remote.close()
    this.#connection.start()
  }

  #lose(): void {
    this.#connection.stop()
    this.#sync.stop()
    this.outbox.stop()
    this.#puller.stop()
    this.marks.stop()
    this.typing.stop()
  }

  #handle(frame: DownFrame): void {
    if ('chat' in frame && frame.chat !== undefined) this.#sync.name(frame.chat)
    switch (frame.t) {
      case 'ready':
        return this.#sync.start()
      case 'message.created':
        return this.#sync.created(frame)
      case 'chat.changed':
        return this.#sync.changed(frame.chat)
      case 'chat.marked':
        return this.#background(this.#marked(frame))
      case 'typing.started':
        return frame.user === this.account.self.user ? undefined : this.typing.heard(frame.chat, frame.user)
      case 'presence.changed':
        for (const { user, online, lastSeen } of frame.people) this.presence.set(user, { online, lastSeen })
        return this.#background(this.#tellPeople(frame.people.map(({ user }) => user)))
      case 'user.changed':
        return this.#background(this.#personChanged(frame.user))
      case 'session.ended':
        return this.#options.ended(frame.reason)
      default:
        // Answers are the connection's business.
        return undefined
    }
  }

  #hearTab(message: TabMessage): void {
    switch (message.t) {
      case 'beat':
        return this.#leadership.heard()
      case 'hello':
        return this.leading
          ? this.#line.post({ t: 'event', event: { type: 'connection', state: this.#state } })
          : undefined
      case 'event':
        return this.#relay(message.event)
      case 'outbox':
        return this.leading ? this.outbox.kick(message.chat) : undefined
      case 'read':
        return this.leading ? this.marks.report(message.chat, { read: message.seq }) : undefined
      case 'typing':
        return this.leading ? this.typing.start(message.chat) : undefined
      case 'watch':
        return this.presence.watch(message.tab, message.users)
      case 'wake':
        return this.leading ? this.#connection.wake() : undefined
      case 'pull':
        return this.leading ? this.#background(this.#pullFor(message)) : undefined
      case 'pulled':
        return this.#remote.answered(message.tab, message.id)
      case 'token':
        return this.#tokens.adopt(message)
      case 'ended':
        return this.#options.ended(message.reason)
    }
  }

  /** What another tab learned, for this tab's screen. */
  #relay(event: ClientEvent): void {
    if (event.type === 'connection') {
      this.#state = event.state
      // A new leader doesn't know yet who is on this screen.
      if (event.state === 'syncing')
        this.#line.post({ t: 'watch', tab: this.#tab, users: this.presence.watchedBy(this.#tab) })
    }
    if (event.type === 'people')
      for (const { id, online, lastSeen } of event.upserts) this.presence.set(id, { online, lastSeen })
    this.#options.emit(event)
  }

  async #pullFor(message: Extract<TabMessage, { t: 'pull' }>): Promise<void> {
    this.focus(message.chat)
    await this.pull(message.chat, message.before, message.limit)
    this.#line.post({ t: 'pulled', tab: message.tab, id: message.id })
  }

  #applied(chat: ChatId, rows: MessageRow[], after: { gap: boolean; more: boolean }): void {
    const theirs = rows.filter((row) => row.sender !== this.account.self.user)
    for (const row of theirs) if (row.sender !== undefined) this.typing.ended(chat, row.sender)
    const newest = theirs.at(-1)
    if (newest !== undefined) this.marks.report(chat, { delivered: newest.seq })
    if (after.gap) this.#puller.gap(chat)
    if (after.more) this.#background(this.#apply.advance(chat))
  }

  async #marked(frame: Extract<DownFrame, { t: 'chat.marked' }>): Promise<void> {
    await this.#apply.lanes.run(frame.chat, async () => {
      const tx = this.account.db.transaction('chats', 'readwrite')
      const chat = parseChat(await tx.store.get(frame.chat))
      if (chat !== null) {
        applyMark(chat, this.account.self.user, frame)
        await tx.store.put(chat)
      }
      await tx.done
    })
    this.hub.chat(frame.chat)
  }

  async #tellPeople(users: UserId[]): Promise<void> {
    for (const user of users) this.hub.person(await this.people.known(user))
  }

  async #personChanged(user: UserId): Promise<void> {
    const view = await this.people.refresh(user)
    if (view !== null) this.hub.person(view)
    await this.#sync.peerChanged(user)
  }

  #listed(): void {
    this.outbox.start()
    this.marks.flushAll()
    this.presence.send()
  }

  #sockets(state: 'connecting' | 'offline'): void {
    this.#sync.stop()
    this.#background(this.#tellPeople(this.presence.lost()))
    this.#setState(state)
  }

  #setState(state: ConnectionState): void {
    if (state === this.#state || this.#closed) return
    this.#state = state
    this.hub.tell({ type: 'connection', state })
  }

  #refused(error: unknown): void {
    if (hasCode(error, 'CLIENT_TOO_OLD')) return this.hub.tell({ type: 'update_needed' })
    if (hasCode(error, 'SESSION_ENDED')) this.#options.ended('revoked')
  }

  #background(work: Promise<unknown>): void {
    void work.catch((error: unknown) => this.#failed(error))
  }

  /** Work that nobody waits for came to nothing: without a network it is made up for by the next sync. */
  #failed(error: unknown): void {
    if (this.#closed || error instanceof StaleTerm || isOffline(error)) return
    if (hasCode(error, 'SESSION_ENDED', 'UNAUTHORIZED', 'RATE_LIMITED', 'TOKEN_EXPIRED')) return
    if (error instanceof DOMException && error.name === 'InvalidStateError') return
    this.#options.platform.report?.(error)
  }
}

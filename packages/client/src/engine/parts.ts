import type { ChatId, UserId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { createApi } from '../api/api.ts'
import { AccessTokens } from '../auth/access-tokens.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import { Calls } from '../calls/calls.ts'
import { Epochs } from '../epochs/epochs.ts'
import { Contacts } from '../contacts/contacts.ts'
import { OwnKeys } from '../devices/own-keys.ts'
import { EventHub } from '../events/event-hub.ts'
import { Admissions } from '../groups/admissions.ts'
import { GroupNews } from '../groups/group-news.ts'
import { GroupStore } from '../groups/group-store.ts'
import { AccountFiles } from '../files/account-files.ts'
import { filesOnTheirWay } from '../files/on-their-way.ts'
import { nextInTurn } from '../files/turn.ts'
import { Groups } from '../groups/groups.ts'
import { Invites } from '../groups/invites.ts'
import { GroupMeta } from '../groups/meta.ts'
import { Fence } from '../indexeddb/fence.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import { Marks } from '../marks/marks.ts'
import { Typing } from '../marks/typing.ts'
import { Bodies } from '../messages/bodies.ts'
import { hiddenIn } from '../vault/chat-flags.ts'
import { readChoices } from '../vault/choices.ts'
import { Expiry } from '../messages/expiry.ts'
import { MessageViews } from '../messages/message-views.ts'
import { readOwnVote } from '../messages/own-vote.ts'
import { Outbox } from '../outbox/outbox.ts'
import { enqueue } from '../outbox/queue.ts'
import { Acquaintance } from '../people/acquaintance.ts'
import { OwnAccount } from '../people/own-account.ts'
import { People } from '../people/people.ts'
import { Photos } from '../people/photos.ts'
import { PresenceBoard } from '../people/presence.ts'
import { tellKeyChange } from '../people/key-lines.ts'
import { Trust } from '../people/trust.ts'
import { readTrust, TRUST } from '../people/trust-entry.ts'
import type { Platform } from '../platform/platform.ts'
import { FocusBoard } from '../push/focus-board.ts'
import { HeldEpochs } from '../push/held-epochs.ts'
import { composeSearch } from '../search/compose.ts'
import { ApplyRows } from '../sync/apply.ts'
import { Puller } from '../sync/puller.ts'
import { Sync } from '../sync/sync.ts'
import { Leadership } from '../tabs/leadership.ts'
import { RemoteCalls } from '../tabs/remote-calls.ts'
import { RemotePull } from '../tabs/remote-pull.ts'
import { TabLine } from '../tabs/tab-line.ts'
import type { TabMessage } from '../tabs/tab-messages.ts'
import type { ClientEvent, ConnectionState, EndReason } from '../types.ts'
import { AccountVault } from '../vault/account-vault.ts'
import { watchSettings } from '../vault/settings-news.ts'
import { VaultSync } from '../vault/vault-sync.ts'
import { viewChat, viewChats } from '../views/chat-view.ts'
import { Connection } from '../websocket/connection.ts'

export interface EngineOptions {
  baseUrl: string
  platform: Platform
  account: LocalAccount
  emit(event: ClientEvent): void
  /** The session is over for good: everything of it is to be wiped. */
  ended(reason: EndReason): void
}

/** What the parts tell the engine that holds them. Nothing is told before all of them stand. */
export interface Host {
  alive(): boolean
  /** Missed rows are on their way in. */
  busy(): boolean
  state(state: ConnectionState): void
  failed(error: unknown): void
  frame(frame: DownFrame): void
  socket(state: 'connecting' | 'offline'): void
  refused(error: unknown): void
  tab(message: TabMessage): void
  applied(chat: ChatId, rows: MessageRow[], after: { gap: boolean; more: boolean }): void
  listed(): void
  lead(): Promise<void>
  lose(): void
}

/** Puts together everything that runs for one account in one tab. The only place that knows all parts. */
export function compose(options: EngineOptions, host: Host) {
  const { baseUrl, platform, account } = options
  const { db, vault } = account
  const self = account.self.user
  const fence = new Fence()
  const now = () => platform.now()
  const alive = () => host.alive()
  const failed = (error: unknown) => host.failed(error)

  const tab = crypto.randomUUID()
  const line = new TabLine(platform, self, (message) => host.tab(message))
  const remote = new RemotePull(tab, (message) => line.post(message))
  const verbs = new RemoteCalls(tab, (message) => line.post(message))
  const leadership = new Leadership({
    locks: platform.locks,
    name: `leader:${self}`,
    visible: () => platform.visible(),
    beat: () => {
      line.post({ t: 'beat' })
      focus.sweep()
    },
    lead: () => host.lead(),
    lose: () => host.lose(),
  })

  const tokens = new AccessTokens(account, platform, createApi(baseUrl, platform.fetch, null), {
    renewed: (token) => line.post({ t: 'token', ...token }),
    ended: (reason) => options.ended(reason),
  })
  const api = createApi(baseUrl, platform.fetch, tokens)
  const connection = new Connection(api, baseUrl, platform, {
    frame: (frame) => host.frame(frame),
    state: (state) => host.socket(state),
    refused: (error) => host.refused(error),
  })

  const settings = new AccountVault({
    account,
    changed: (names) => {
      line.post({ t: 'vault', names: [...names] })
      settingsSync.changed(names)
    },
  })
  const settingsSync: VaultSync = new VaultSync({ api, account, vault: settings, online: alive, failed })

  const presence = new PresenceBoard(connection)
  const focus: FocusBoard = new FocusBoard(connection, now)
  const held = new HeldEpochs({ api, db, alive, failed })
  const people = new People(api, db, presence, settings)
  const bodies = new Bodies(vault)
  const files: AccountFiles = new AccountFiles({
    platform,
    baseUrl,
    db,
    user: self,
    api,
    tokens,
    hub: () => hub,
    moved: (chat) => outbox.kick(chat),
    failed,
  })
  const messages = new MessageViews({
    db,
    bodies,
    self,
    now,
    personal: (chat) => hiddenIn(settings, chat),
    onTheirWay: (row) => filesOnTheirWay(db, files.progress, row),
    gone: files.gone,
    ownVote: (poll) => readOwnVote(settings, poll),
  })
  const groupStore = new GroupStore(db, vault)
  const sources = { db, messages, self, settings, groups: groupStore, person: (user: UserId) => people.known(user) }
  const hub = new EventHub({
    emit: options.emit,
    broadcast: (event) => line.post({ t: 'event', event }),
    viewChat: (chat) => viewChat(sources, chat),
    viewMessages: async (chat, refs) => {
      const seen = await messages.changed(chat, refs)
      if (alive()) searching.indexer.noticed(chat, refs, seen)
      return seen
    },
  })
  const searching = composeSearch({
    account,
    fence,
    settings,
    messages,
    hub,
    chats: () => viewChats(sources),
    person: (user) => people.known(user),
    alive,
    busy: () => host.busy(),
    exhausted: (chat) => puller.exhausted.has(chat),
    ask: (verb, args) => verbs.ask(verb, args),
    now,
    failed,
  })
  const ownAccount = new OwnAccount({ api, account, hub })
  const contacts = new Contacts({ api, account, people, hub, vault: settings })
  const photos = new Photos({ api, account, people, tell: (user) => contacts.tell(user), failed })
  watchSettings({
    db,
    hub,
    vault: settings,
    listed: async (chat) => (await viewChat(sources, chat)) !== null,
    renamed: (user) => contacts.tell(user),
    failed,
  })
  const typing = new Typing(hub, connection, now)
  const marks = new Marks(connection)
  const acquaintance = new Acquaintance({ db, hub, people, failed })

  const newTimer = async () => (await readChoices(settings)).newTimer
  const epochs = new Epochs({
    newTimer,
    api,
    account,
    fence,
    changed: (chat) => hub.chat(chat),
    trust: (user) => readTrust(settings, user),
    keyChanged: (user) => tellKeyChange({ db, hub, self, person: (one) => people.known(one) }, user),
    puk: (gen) => ownKeys.find(gen),
    named: (chat) => sync.name(chat),
    moved: async (all, first) => {
      if (all.next > first) {
        calls.rosterMoved(all.chat)
        held.look()
      }
      await groupNews.moved(all, first)
    },
    renewed: (all) => {
      held.look()
      return groupNews.renewed(all)
    },
    now,
  })
  const ownKeys: OwnKeys = new OwnKeys({
    api,
    account,
    chains: epochs.chains,
    renewed: () => {
      settings.renewKeys()
      settingsSync.kick()
    },
  })
  const calls: Calls = new Calls({ api, account, epochs, connection, tell: (event) => hub.tell(event), failed, now })
  const resync = (chat: ChatId) => sync.chat(chat)
  const trust = new Trust({
    account,
    chains: epochs.chains,
    settings,
    tell: (user) => contacts.tell(user),
    released: async (user) => {
      for (const chat of await epochs.release(user)) outbox.kick(chat)
      await contacts.tell(user)
    },
  })
  settings.subscribe(TRUST, (names) => {
    if (alive()) void trust.heard(names).catch(failed)
  })
  const admissions = new Admissions({ account, epochs, resync, alive, random: () => platform.random(), failed })
  const groupMeta = new GroupMeta({
    account,
    store: groupStore,
    epochs,
    open: (row) => bodies.open(row),
    enqueue: async (message) => {
      await enqueue(db, vault, self, message)
      outbox.kick(message.chat)
    },
    changed: (chat) => void groupNews.named(chat).catch(failed),
    now,
  })
  const groupNews: GroupNews = new GroupNews({
    account,
    hub,
    store: groupStore,
    meta: groupMeta,
    admissions,
    people,
    puller: () => puller,
  })
  const invites = new Invites({ api, account, epochs, store: groupStore, settings, origin: baseUrl, resync })
  const groups = new Groups({
    newTimer,
    api,
    account,
    epochs,
    store: groupStore,
    meta: groupMeta,
    invites,
    people,
    view: (chat) => viewChat(sources, chat),
    resync,
    failed,
  })
  const apply = new ApplyRows({
    db,
    vault,
    self,
    hub,
    bodies,
    fence,
    opener: epochs,
    applied: (chat, rows, after) => host.applied(chat, rows, after),
  })
  const expiry = new Expiry({
    db,
    hub,
    bodies,
    ended: async (chat) => {
      files.swept(chat)
      await epochs.dropExpired(chat)
    },
    now,
    failed,
  })
  const puller: Puller = new Puller({ api, db, apply, alive, failed })
  const sync: Sync = new Sync({
    api,
    account,
    fence,
    hub,
    apply,
    puller,
    epochs,
    marks,
    acquaintance,
    groups: groupNews,
    alive,
    failed,
    state: (state) => host.state(state),
    listed: () => host.listed(),
  })
  const outbox: Outbox = new Outbox({
    db,
    vault,
    fence,
    hub,
    connection,
    apply,
    puller,
    now,
    random: () => platform.random(),
    online: () => sync.listed,
    seal: (chat, message) => epochs.seal(chat, message),
    next: (chat) => nextInTurn(db, files.uploads, chat),
    again: (row) => files.again(row),
    schedule: (envelope) => api.messages.schedule({ envelope }),
    resync: (chat) => sync.chat(chat),
    failed,
  })
  return {
    account,
    tab,
    fence,
    line,
    remote,
    leadership,
    tokens,
    api,
    connection,
    settings,
    settingsSync,
    presence,
    focus,
    held,
    people,
    photos,
    contacts,
    ownAccount,
    ownKeys,
    searching,
    sources,
    bodies,
    messages,
    files,
    expiry,
    hub,
    typing,
    marks,
    epochs,
    calls,
    verbs,
    admissions,
    groupStore,
    groupNews,
    groups,
    trust,
    apply,
    puller,
    sync,
    outbox,
  }
}

export type Parts = ReturnType<typeof compose>

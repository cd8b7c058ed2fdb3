import type { ChatId, UserId } from '@soroka/protocol'
import type { DownFrame } from '@soroka/protocol/frames'
import { encodeBody, KIND } from '@soroka/protocol/records'
import { createApi } from '../api/api.ts'
import { AccessTokens } from '../auth/access-tokens.ts'
import type { EndReason, LocalAccount } from '../auth/local-account.ts'
import { Epochs } from '../epochs/epochs.ts'
import { Contacts } from '../contacts/contacts.ts'
import { EventHub } from '../events/event-hub.ts'
import { Fence } from '../indexeddb/fence.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import { Marks } from '../marks/marks.ts'
import { Typing } from '../marks/typing.ts'
import { Outbox } from '../outbox/outbox.ts'
import { Acquaintance } from '../people/acquaintance.ts'
import { People } from '../people/people.ts'
import { PresenceBoard } from '../people/presence.ts'
import type { Platform } from '../platform/platform.ts'
import { ApplyRows } from '../sync/apply.ts'
import { Puller } from '../sync/puller.ts'
import { Sync } from '../sync/sync.ts'
import { Leadership } from '../tabs/leadership.ts'
import { RemotePull } from '../tabs/remote-pull.ts'
import { TabLine } from '../tabs/tab-line.ts'
import type { TabMessage } from '../tabs/tab-messages.ts'
import type { ClientEvent, ConnectionState } from '../types.ts'
import { AccountVault } from '../vault/account-vault.ts'
import { watchSettings } from '../vault/settings-news.ts'
import { VaultSync } from '../vault/vault-sync.ts'
import { viewChat } from '../views/chat-view.ts'
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
  const leadership = new Leadership({
    locks: platform.locks,
    name: `leader:${self}`,
    visible: () => platform.visible(),
    beat: () => line.post({ t: 'beat' }),
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
  const people = new People(api, db, presence, settings)
  const sources = { db, vault, self, settings, person: (user: UserId) => people.known(user) }
  const hub = new EventHub({
    emit: options.emit,
    broadcast: (event) => line.post({ t: 'event', event }),
    viewChat: (chat) => viewChat(sources, chat),
  })
  const contacts = new Contacts({ api, account, people, hub, vault: settings })
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

  const epochs = new Epochs({
    api,
    account,
    fence,
    changed: (chat) => hub.chat(chat),
    named: (chat) => sync.name(chat),
    now,
  })
  const apply = new ApplyRows({
    db,
    vault,
    self,
    hub,
    fence,
    opener: epochs,
    applied: (chat, rows, after) => host.applied(chat, rows, after),
  })
  const puller = new Puller({ api, db, apply, alive, failed })
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
    alive,
    failed,
    state: (state) => host.state(state),
    listed: () => host.listed(),
  })
  const outbox = new Outbox({
    db,
    vault,
    self,
    fence,
    hub,
    connection,
    apply,
    puller,
    now,
    random: () => platform.random(),
    online: () => sync.listed,
    seal: (chat, id, text) =>
      epochs.seal(chat, { id, kind: KIND.text, ext: [], body: encodeBody({ type: KIND.text, text, ext: [] }) }),
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
    people,
    contacts,
    sources,
    hub,
    typing,
    marks,
    epochs,
    apply,
    puller,
    sync,
    outbox,
  }
}

export type Parts = ReturnType<typeof compose>

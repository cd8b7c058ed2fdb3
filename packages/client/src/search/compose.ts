import type { ChatId, UserId } from '@soroka/protocol'
import type { LocalAccount } from '../auth/local-account.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { Fence } from '../indexeddb/fence.ts'
import type { MessageViews } from '../messages/message-views.ts'
import type { ChatView, PersonView } from '../types.ts'
import type { AccountVault } from '../vault/account-vault.ts'
import { chatOfName, hiddenIn } from '../vault/chat-flags.ts'
import type { Answer, Question } from './find.ts'
import { Indexer } from './indexer.ts'
import { Names } from './names.ts'
import { DocReader } from './read-docs.ts'
import { Search } from './search.ts'
import { SearchStore } from './search-store.ts'

interface Deps {
  account: Pick<LocalAccount, 'db' | 'vault' | 'self'>
  fence: Fence
  settings: Pick<AccountVault, 'read' | 'subscribe'>
  messages: MessageViews
  hub: Pick<EventHub, 'tell'>
  chats(): Promise<ChatView[]>
  person(user: UserId): Promise<PersonView>
  alive(): boolean
  busy(): boolean
  exhausted(chat: ChatId): boolean
  /** Asks the tab that leads. */
  ask(verb: 'search.find' | 'search.progress', args: readonly unknown[]): Promise<unknown>
  now(): number
  failed(error: unknown): void
}

/** The index, and what is found with it. */
export function composeSearch(deps: Deps) {
  const { account, fence, settings, messages, failed } = deps
  const { db, vault, self } = account
  const alive = () => deps.alive()
  const indexer = new Indexer({
    db,
    fence,
    store: new SearchStore(db, vault),
    reader: new DocReader({ db, vault, personal: (chat) => hiddenIn(settings, chat), now: () => deps.now() }),
    alive,
    busy: () => deps.busy(),
    exhausted: (chat) => deps.exhausted(chat),
    progress: (now) => deps.hub.tell({ type: 'search', ...now }),
    failed: (error) => deps.failed(error),
  })
  settings.subscribe('', (names) => {
    const about = names.filter((name) => !name.startsWith('draft/')).flatMap((name) => chatOfName(name) ?? [])
    for (const chat of alive() ? new Set(about) : [])
      void hiddenIn(settings, chat)
        .then((gone) => indexer.hide(chat, gone))
        .catch(failed)
  })
  const names = new Names({
    self: self.user,
    chats: () => deps.chats(),
    people: async () => Promise.all((await db.getAllKeys('users')).map((user) => deps.person(user))),
  })
  const search = new Search({
    db,
    messages,
    names,
    stale: (chat, seq) => indexer.touch(chat, [seq]),
    find: async (question: Question) =>
      alive() ? await indexer.find(question) : ((await deps.ask('search.find', [question])) as Answer),
  })
  const progress = async () =>
    alive()
      ? await indexer.progress()
      : ((await deps.ask('search.progress', [])) as Awaited<ReturnType<Indexer['progress']>>)
  return { indexer, names, search, progress }
}

import type { ChatId, UserId } from '@soroka/protocol'
import { personOfName } from '../contacts/own-names.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { messageRow, PENDING } from '../indexeddb/rows.ts'
import { STICKERS } from '../stickers/shelf-entries.ts'
import { viewKey } from '../views/message-view.ts'
import type { AccountVault } from './account-vault.ts'
import { chatOfName, hiddenIn } from './chat-flags.ts'
import { FOLDERS, readFolders } from './folders.ts'
import { HEARD, readHeard } from './heard.ts'

interface Deps {
  db: AccountDb
  hub: EventHub
  vault: AccountVault
  /** Whether the chat is on the list. */
  listed(chat: ChatId): Promise<boolean>
  /** A person has another name, for me. */
  renamed(user: UserId): Promise<void>
  failed(error: unknown): void
}

/** Rows of one chat that a screen may show at once. */
const SHOWN = 400

/** Tells the screens what another of my devices, or this one, changed in the shared settings. */
export function watchSettings(deps: Deps): void {
  deps.vault.subscribe('', (names, origin) => {
    // Whoever changed it told the screens of all tabs.
    if (origin === 'here') void tell(deps, names).catch((error: unknown) => deps.failed(error))
  })
}

async function tell(deps: Deps, names: readonly string[]): Promise<void> {
  const { hub, vault } = deps
  const chats = new Set<ChatId>()
  const thinned = new Set<ChatId>()
  for (const name of names) {
    const [chat, person] = [chatOfName(name), personOfName(name)]
    if (chat !== null) chats.add(chat)
    if (chat !== null && !name.startsWith('draft/')) thinned.add(chat)
    if (person !== null) await deps.renamed(person)
    if (name.startsWith(HEARD)) {
      const listened = name.slice(HEARD.length) as ChatId
      hub.tell({ type: 'heard', chat: listened, heard: await readHeard(vault, listened) })
    }
    if (name === FOLDERS) hub.tell({ type: 'folders', folders: await readFolders(vault) })
  }
  if (names.some((name) => name.startsWith(STICKERS))) hub.tell({ type: 'stickers' })
  for (const chat of thinned) await takeOffScreen(deps, chat)
  for (const chat of chats) {
    if (await deps.listed(chat)) hub.chat(chat)
    else hub.chatRemoved(chat)
  }
}

/** What was deleted for me leaves the screens. */
async function takeOffScreen({ db, hub, vault }: Deps, chat: ChatId): Promise<void> {
  const gone = await hiddenIn(vault, chat)
  if (gone.clearedTo === 0 && gone.ids.size === 0) return
  const range = IDBKeyRange.bound([chat, 0], [chat, PENDING], false, true)
  let cursor = await db.transaction('messages').store.openCursor(range, 'prev')
  for (let seen = 0; cursor !== null && seen < SHOWN; seen++) {
    const row = messageRow.safeParse(cursor.value).data
    if (row !== undefined && (row.seq <= gone.clearedTo || (row.id !== undefined && gone.ids.has(row.id))))
      hub.messageRemoved(chat, viewKey(row))
    cursor = await cursor.continue()
  }
}

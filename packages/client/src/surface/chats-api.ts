import { chatId, type ChatId, SorokaError, userId, type UserId } from '@soroka/protocol'
import { utf8Encode } from '@soroka/protocol/bytes'
import { directChatId } from '@soroka/protocol/records'
import type { Engine } from '../engine/engine.ts'
import { emptyChat, parseChat } from '../indexeddb/chat-rows.ts'
import { PENDING } from '../indexeddb/rows.ts'
import { countAbove } from '../sync/count-above.ts'
import type { ChatsApi, ChatView } from '../types.ts'
import { later } from './later.ts'
import { draftPlace, viewChat, viewChats } from '../views/chat-view.ts'

/** Chats of the signed-in account; `engine` throws UNAUTHORIZED while there is none. */
export function chatsApi(engine: () => Promise<Engine>): ChatsApi {
  return {
    list: async () => viewChats((await engine()).sources),
    get: async (chat) => viewChat((await engine()).sources, checkChat(chat)),
    openDirect: async (user) => openDirect(await engine(), checkUser(user)),
    setDraft: async (chat, { text }) => setDraft(await engine(), checkChat(chat), text),
    markRead: async (chat, seq) => markRead(await engine(), checkChat(chat), seq),
    openNest: later,
    markUnread: later,
    pin: later,
    sortPins: later,
    archive: later,
    mute: later,
    accept: later,
    clear: later,
    forget: later,
    folders: async () => [],
    saveFolders: later,
    startTyping: async (chat) => (await engine()).type(checkChat(chat)),
  }
}

/** Ids from a page's address or another program: nothing else than an id may reach a URL or a key (S13). */
export function checkChat(chat: ChatId): ChatId {
  const parsed = chatId.safeParse(chat)
  if (!parsed.success) throw new SorokaError('BAD_REQUEST', { field: 'chat' })
  return parsed.data
}

export function checkUser(user: UserId): UserId {
  const parsed = userId.safeParse(user)
  if (!parsed.success) throw new SorokaError('BAD_REQUEST', { field: 'user' })
  return parsed.data
}

async function openDirect(engine: Engine, peer: UserId): Promise<ChatView> {
  const { db, self } = engine.account
  const id = directChatId(self.user, peer)
  if (peer === self.user) throw new SorokaError('BAD_REQUEST', { field: 'user' })
  if (parseChat(await db.get('chats', id)) === null) {
    if ((await engine.people.get(peer)) === null) throw new SorokaError('NOT_FOUND')
    const tx = db.transaction('chats', 'readwrite')
    // Another tab, or the server's word, may have been quicker.
    if (parseChat(await tx.store.get(id)) === null) await tx.store.put(emptyChat(id, 'direct', peer))
    await tx.done
    engine.hub.chat(id)
  }
  const view = await viewChat(engine.sources, id)
  if (view === null) throw new SorokaError('NOT_FOUND')
  return view
}

async function setDraft(engine: Engine, chat: ChatId, text: string): Promise<void> {
  const { db, vault } = engine.account
  if (text === '') await db.delete('drafts', chat)
  else await db.put('drafts', await vault.seal(draftPlace(chat), utf8Encode(text.toWellFormed())), chat)
  engine.hub.chat(chat)
}

/** Raises my mark here at once, and tells the server. A lower mark changes nothing. */
async function markRead(engine: Engine, chat: ChatId, seq: number): Promise<void> {
  if (!Number.isSafeInteger(seq) || seq < 0 || seq >= PENDING) throw new SorokaError('BAD_REQUEST', { field: 'seq' })
  const tx = engine.account.db.transaction(['chats', 'messages'], 'readwrite')
  const row = parseChat(await tx.objectStore('chats').get(chat))
  const mark = Math.min(seq, row?.lastSeq ?? 0)
  const rises = row !== null && mark > row.ownRead
  if (rises) {
    const readCount = row.msgCount - (await countAbove(tx.objectStore('messages'), chat, mark))
    await tx.objectStore('chats').put({ ...row, ownRead: mark, readCount: Math.max(row.readCount, readCount) })
  }
  await tx.done
  if (!rises) return
  engine.read(chat, mark)
  engine.hub.chat(chat)
}

import { chatId, type ChatId, SorokaError, userId, type UserId } from '@soroka/protocol'
import { directChatId } from '@soroka/protocol/records'
import { writeDraft } from '../drafts/drafts.ts'
import type { Engine } from '../engine/engine.ts'
import { emptyChat, parseChat } from '../indexeddb/chat-rows.ts'
import { type ChatRow, PENDING } from '../indexeddb/rows.ts'
import { countAbove } from '../sync/count-above.ts'
import type { ChatsApi, ChatView } from '../types.ts'
import { readFlags, setFlags } from '../vault/chat-flags.ts'
import { acceptChat, archiveChat, clearChat, forgetChat, muteChat, pinChat, sortPins } from '../vault/chat-verbs.ts'
import { readFolders, writeFolders } from '../vault/folders.ts'
import { readHeard, writeHeard } from '../vault/heard.ts'
import { viewChat, viewChats } from '../views/chat-view.ts'

/** Chats of the signed-in account; `engine` throws UNAUTHORIZED while there is none. */
export function chatsApi(engine: () => Promise<Engine>, now: () => number): ChatsApi {
  return {
    list: async () => list(await engine()),
    get: async (chat) => viewChat((await engine()).sources, checkChat(chat)),
    openDirect: async (user) => openDirect(await engine(), checkUser(user)),
    setDraft: async (chat, { text, replyTo }) =>
      writeDraft((await engine()).settings, checkChat(chat), {
        text,
        at: now(),
        ...(replyTo === undefined ? {} : { replyTo }),
      }),
    markRead: async (chat, seq) => markRead(await engine(), checkChat(chat), seq),
    openNest: async () => openNest(await engine()),
    markUnread: async (chat, on) =>
      setFlags((await engine()).settings, checkChat(chat), { markedUnread: on || undefined }),
    heard: async (chat) => readHeard((await engine()).settings, checkChat(chat)),
    markHeard: async (chat, seq) => writeHeard((await engine()).settings, checkChat(chat), seq),
    pin: async (chat, on) => pinChat(await engine(), checkChat(chat), on),
    sortPins: async (chats) => sortPins(await engine(), chats.map(checkChat)),
    archive: async (chat, on) => archiveChat(await engine(), checkChat(chat), on),
    mute: async (chat, until) => muteChat(await engine(), checkChat(chat), until),
    accept: async (chat) => acceptChat(await engine(), checkChat(chat)),
    clear: async (chat) => clear(await engine(), checkChat(chat)),
    forget: async (chat) => forgetChat(await engine(), checkChat(chat)),
    folders: async () => readFolders((await engine()).settings),
    saveFolders: async (folders) => writeFolders((await engine()).settings, folders),
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

async function list(engine: Engine): Promise<ChatView[]> {
  const views = await engine.first(() => viewChats(engine.sources))
  engine.names.know(views)
  return views
}

async function openDirect(engine: Engine, peer: UserId): Promise<ChatView> {
  const { db, self } = engine.account
  if (peer === self.user) return openNest(engine)
  const id = directChatId(self.user, peer)
  if (parseChat(await db.get('chats', id)) === null && (await engine.people.get(peer)) === null)
    throw new SorokaError('NOT_FOUND')
  return await open(engine, emptyChat(id, 'direct', peer))
}

async function openNest(engine: Engine): Promise<ChatView> {
  const { user } = engine.account.self
  return await open(engine, emptyChat(directChatId(user, user), 'nest'))
}

/** Here at once; on the server with the first message. A chat that I had taken off my list comes back. */
async function open(engine: Engine, fresh: ChatRow): Promise<ChatView> {
  const { id } = fresh
  const tx = engine.account.db.transaction('chats', 'readwrite')
  const there = parseChat(await tx.store.get(id)) !== null
  if (!there) await tx.store.put(fresh)
  await tx.done
  if ((await readFlags(engine.settings, id)).forgotten !== undefined)
    await setFlags(engine.settings, id, { forgotten: undefined })
  if (!there) engine.hub.chat(id)
  const view = await viewChat(engine.sources, id)
  if (view === null) throw new SorokaError('NOT_FOUND')
  return view
}

/** All of it was seen, too. */
async function clear(engine: Engine, chat: ChatId): Promise<void> {
  await clearChat(engine, chat)
  await markRead(engine, chat, PENDING - 1)
}

/** Raises my mark here at once, and tells the server. A lower mark changes nothing. */
async function markRead(engine: Engine, chat: ChatId, seq: number): Promise<void> {
  if (!Number.isSafeInteger(seq) || seq < 0 || seq >= PENDING) throw new SorokaError('BAD_REQUEST', { field: 'seq' })
  if ((await readFlags(engine.settings, chat)).markedUnread === true)
    await setFlags(engine.settings, chat, { markedUnread: undefined })
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

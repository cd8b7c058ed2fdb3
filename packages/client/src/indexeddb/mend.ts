import { type ChatId, chatId } from '@soroka/protocol'
import type { AccountDb } from './account-store.ts'
import { parseChat } from './chat-rows.ts'
import { inOne } from './in-one.ts'
import { PENDING } from './rows.ts'

/**
 * Looks for chats that were damaged on the disk or vanished from it. Their rows go, what waits to be sent stays, and the
 * cursor is dropped, so that the server lists everything anew.
 * @returns whether anything was amiss
 */
export async function mendChats(db: AccountDb): Promise<boolean> {
  const there = new Set<ChatId>()
  const broken = new Set<ChatId>()
  // Side by side in one transaction: the same rows in the same order.
  const [keys, values] = await Promise.all([db.getAllKeys('chats'), db.getAll('chats')])
  for (const [i, key] of keys.entries()) {
    if (parseChat(values[i]) === null) broken.add(key)
    else there.add(key)
  }
  // Whoever has epochs here had a chat here.
  for (const [chat] of await db.getAllKeys('epochs')) if (!there.has(chat)) broken.add(chat)
  for (const chat of broken) await drop(db, chat)
  if (broken.size > 0) await db.delete('meta', 'position')
  return broken.size > 0
}

async function drop(db: AccountDb, chat: ChatId): Promise<void> {
  await inOne(db, ['chats', 'messages'], async (tx) => {
    await tx.objectStore('chats').delete(chat)
    if (!chatId.safeParse(chat).success) return
    await tx.objectStore('messages').delete(IDBKeyRange.bound([chat, 0], [chat, PENDING], false, true))
  })
}

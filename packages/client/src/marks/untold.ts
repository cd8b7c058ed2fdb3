import type { AccountDb } from '../indexeddb/account-store.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import type { ChatRow } from '../indexeddb/rows.ts'
import type { Marks } from './marks.ts'

/**
 * Says again which of my marks the server doesn't have: their frame was lost, or never left. To be called when the
 * vector is in, which tells of each chat what the server has, by listing it or not.
 */
export async function tellUntold(db: AccountDb, marks: Pick<Marks, 'report'>): Promise<void> {
  for (const value of await db.getAll('chats')) {
    const chat = parseChat(value)
    if (chat?.created !== true) continue
    const { delivered, read } = untold(chat)
    if (delivered > 0 || read > 0) marks.report(chat.id, { delivered, read })
  }
}

/** 0 stands for nothing to say. What is read is delivered (P29). */
function untold({ ownRead, ownDelivered, toldRead, toldDelivered }: ChatRow): { delivered: number; read: number } {
  return {
    read: ownRead > toldRead ? ownRead : 0,
    delivered: ownDelivered > Math.max(toldDelivered, ownRead) ? ownDelivered : 0,
  }
}

import type { ChatId } from '@soroka/protocol'
import type { AccountDb } from '../indexeddb/account-store.ts'
import { PENDING } from '../indexeddb/rows.ts'

/** The newest row that is not younger: a line stands after it. */
export async function placeOf(db: AccountDb, chat: ChatId, at: number): Promise<number> {
  const range = IDBKeyRange.bound([chat, 0], [chat, PENDING], false, true)
  let cursor = await db.transaction('messages').store.openCursor(range, 'prev')
  while (cursor !== null && cursor.value.at > at) cursor = await cursor.continue()
  return cursor?.value.seq ?? 0
}

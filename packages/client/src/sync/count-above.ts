import type { ChatId } from '@soroka/protocol'
import { countsAsMessage } from '@soroka/protocol/records'
import { type MessageRow, PENDING } from '../indexeddb/rows.ts'

export interface RowSource {
  getAll(range: IDBKeyRange): Promise<MessageRow[]>
}

/** Rows here above a position that count as messages (R15). */
export async function countAbove(messages: RowSource, chat: ChatId, seq: number): Promise<number> {
  const rows = await messages.getAll(IDBKeyRange.bound([chat, seq], [chat, PENDING], true, true))
  return rows.filter((row) => row.kind !== undefined && countsAsMessage(row.kind)).length
}

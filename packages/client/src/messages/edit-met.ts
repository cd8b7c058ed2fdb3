import { KIND } from '@soroka/protocol/records'
import type { AccountDb } from '../indexeddb/account-store.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import { judge } from './annotations.ts'
import type { Content } from './read-body.ts'

/** Whether an edit came after another one than its author saw: two of his devices wrote at once, and one word is lost (R13). */
export async function metAnother(db: AccountDb, row: MessageRow, { options }: Content): Promise<boolean> {
  const { chat, target, kind, seq } = row
  if (kind !== KIND.edit || target === undefined || options.replaces === undefined) return false
  const about = await db.getAllFromIndex('messages', 'byTarget', [chat, target])
  const before = judge(row, about).edits.findLast((one) => one.seq < seq)
  return (before?.id ?? target) !== options.replaces
}

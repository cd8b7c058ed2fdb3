import type { MsgId } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import type { AccountDb } from '../indexeddb/account-store.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import { isMessage } from './annotations.ts'

/** A message on the screen: by its id, or by its place if nobody could read its header. */
export type MessageRef = MsgId | number

/** The messages that look different once these rows are in: themselves, what they speak of, and what quotes those. */
export async function affected(db: AccountDb, rows: readonly MessageRow[]): Promise<Set<MessageRef>> {
  const refs = new Set<MessageRef>()
  const quoted = new Set<MsgId>()
  for (const row of rows) {
    if (isMessage(row)) refs.add(row.id ?? row.seq)
    // Its target, or the first message of its thread.
    if (row.target !== undefined) refs.add(row.target)
    if (isMessage(row)) {
      if (row.id !== undefined) quoted.add(row.id)
    } else if (row.target !== undefined && (row.kind === KIND.edit || row.kind === KIND.delete)) quoted.add(row.target)
  }
  const chat = rows[0]?.chat
  if (chat === undefined || quoted.size === 0) return refs
  const answers = await Promise.all([...quoted].map((id) => db.getAllFromIndex('messages', 'byReply', [chat, id])))
  for (const row of answers.flat()) if (row.id !== undefined) refs.add(row.id)
  return refs
}

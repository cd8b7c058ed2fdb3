import type { UserId } from '@soroka/protocol'
import { utf8Decode } from '@soroka/protocol/bytes'
import { isErrorCode } from '../api/api-errors.ts'
import { type MessageRow, PENDING } from '../indexeddb/rows.ts'
import type { Vault } from '../indexeddb/vault.ts'
import type { MessageView } from '../types.ts'

/** Where a body is sealed to: the message, wherever its row stands. */
export function bodyPlace(row: Pick<MessageRow, 'chat' | 'sender' | 'id'>): string {
  return `message ${row.chat} ${row.sender ?? ''} ${row.id ?? ''}`
}

/** The same for a message from the first keystroke to the last mark; a row that never had an id goes by its place. */
export function viewKey(row: Pick<MessageRow, 'seq' | 'sender' | 'id'>): string {
  return row.id === undefined ? `seq ${row.seq}` : `${row.sender ?? ''} ${row.id}`
}

/** The row as the screen shows it; null when its body doesn't open any more (damaged on disk). */
export async function openRow(row: MessageRow, self: UserId, vault: Vault): Promise<MessageView | null> {
  if (row.body === undefined) return viewOf(row, self, '')
  const body = await vault.open(bodyPlace(row), row.body)
  return body === null ? null : viewOf(row, self, utf8Decode(body))
}

/** The row as the screen shows it, with its text already in hand. */
export function viewOf(row: MessageRow, self: UserId, text: string): MessageView {
  const view: MessageView = {
    key: viewKey(row),
    chat: row.chat,
    id: row.id ?? ('' as MessageView['id']),
    sender: row.sender ?? ('' as MessageView['sender']),
    own: row.sender === self,
    at: row.at,
    text,
    state: row.state,
    reactions: [],
    pinned: false,
    mentions: [],
    callsMe: false,
  }
  if (row.seq < PENDING) view.seq = row.seq
  if (row.failure !== undefined) view.failure = isErrorCode(row.failure) ? row.failure : 'INTERNAL'
  if (row.problem !== undefined) view.problem = row.problem
  return view
}

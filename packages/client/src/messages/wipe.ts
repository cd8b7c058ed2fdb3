import type { ChatId, MsgId } from '@soroka/protocol'
import type { MessageRow } from '../indexeddb/rows.ts'
import type { MessageRef } from './affected.ts'
import { isMessage, isWaiting, rightOf } from './annotations.ts'
import { KIND } from '@soroka/protocol/records'

/** The part of an object store that wiping needs, inside a writing transaction. */
export interface MessageStore {
  put(row: MessageRow): Promise<unknown>
  index(name: 'byId' | 'byTarget'): { getAll(key: [ChatId, MsgId]): Promise<MessageRow[]> }
}

/** The row without its content: its place, its hash and its clear header stay. */
export function wiped(row: MessageRow): MessageRow {
  const { body: _body, form: _form, envelope: _envelope, replyTo: _reply, endsAt: _end, ...rest } = row
  const { flag: _flag, problem: _problem, files: _files, shapes: _shapes, ...left } = rest
  // Which thread a message belonged to was sealed.
  if (isMessage(row)) delete left.target
  return { ...left, erased: true }
}

/**
 * Carries out what deletions mean for a row that is put now, and what it means for others if it is one (R13): whatever
 * comes first, the message or its deletion, nothing of the message stays, nor of what was said about it.
 * @param touched gathers the first messages of threads that lose an answer by it
 * @returns the row as it is to be stored
 */
export async function settle(messages: MessageStore, row: MessageRow, touched: Set<MessageRef>): Promise<MessageRow> {
  const { chat, id, target, kind } = row
  if (kind === KIND.delete && target !== undefined) {
    for (const of of await messages.index('byId').getAll([chat, target]))
      if (!isWaiting(of) && isMessage(of) && rightOf(of, [row]) !== undefined) {
        if (of.target !== undefined) touched.add(of.target)
        await wipeAll(messages, of)
      }
    return row
  }
  if (id !== undefined && isMessage(row)) {
    const about = await messages.index('byTarget').getAll([chat, id])
    if (rightOf(row, about) === undefined) return row
    await wipeAbout(messages, about)
    return wiped(row)
  }
  if (target === undefined || row.erased === true) return row
  const [targets, about] = await Promise.all([
    messages.index('byId').getAll([chat, target]),
    messages.index('byTarget').getAll([chat, target]),
  ])
  const gone = targets.some((of) => isMessage(of) && of.hidden !== true && rightOf(of, about) !== undefined)
  return gone ? wiped(row) : row
}

async function wipeAll(messages: MessageStore, row: MessageRow): Promise<void> {
  if (row.erased !== true) await messages.put(wiped(row))
  if (row.id !== undefined) await wipeAbout(messages, await messages.index('byTarget').getAll([row.chat, row.id]))
}

/** Edits, reactions, votes and pins go; the deletion stays as the proof, and answers are messages of their own. */
async function wipeAbout(messages: MessageStore, about: readonly MessageRow[]): Promise<void> {
  for (const row of about)
    if (row.kind !== KIND.delete && !isMessage(row) && !isWaiting(row) && row.erased !== true)
      await messages.put(wiped(row))
}

import type { UserId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import { isErrorCode } from '../api/api-errors.ts'
import { viewAttachment } from '../files/attachment-view.ts'
import { type MessageRow, PENDING } from '../indexeddb/rows.ts'
import type { MessageView, ReactionView } from '../types.ts'
import type { Opened, Parts } from './parts.ts'
import { pollView } from './poll-view.ts'

/** People that a reaction names; the rest is asked for. */
const NAMED = 20

/** The same for a message from the first keystroke to the last mark; a row that never had an id goes by its place. */
export function viewKey(row: Pick<MessageRow, 'seq' | 'sender' | 'id'>): string {
  return row.id === undefined ? `seq ${row.seq}` : `${row.sender ?? ''} ${row.id}`
}

/** What a row says without its content. */
export function emptyView(row: MessageRow, self: UserId): MessageView {
  const view: MessageView = {
    key: viewKey(row),
    chat: row.chat,
    id: row.id ?? ('' as MessageView['id']),
    sender: row.sender ?? ('' as MessageView['sender']),
    own: row.sender === self,
    at: row.at,
    text: '',
    state: row.state,
    reactions: [],
    pinned: false,
    mentions: [],
    callsMe: false,
  }
  if (row.seq < PENDING) view.seq = row.seq
  if (row.failure !== undefined) view.failure = isErrorCode(row.failure) ? row.failure : 'INTERNAL'
  return view
}

/** A message with all that was said about it. */
export function buildView(parts: Parts, self: UserId, now: number): MessageView {
  const { row, own, edit, pin, answers, quote } = parts
  const { forward, preview, poll, thread, attachments, sticker, pack } = own.options
  const shown = edit ?? { row, content: own }
  const view: MessageView = {
    ...emptyView(row, self),
    text: shown.content.text,
    reactions: groupReactions(parts.reactions, self),
    pinned: pin?.content.options.pin === true,
    mentions: [...(shown.content.options.mentions ?? [])],
    callsMe: shown.row.flag === 'calls',
  }
  if (edit !== null) view.editedAt = edit.row.at
  if (quote !== undefined) view.replyTo = quote
  if (attachments !== undefined) view.files = attachments.map((attachment) => viewAttachment(attachment, parts))
  if (forward !== undefined) view.forward = { ...forward }
  if (preview !== undefined) view.preview = preview
  if (poll !== undefined) view.poll = pollView(poll, parts, self, now)
  // What was edited is text again.
  if (sticker !== undefined && edit === null) view.sticker = { ...sticker }
  if (pack !== undefined) view.pack = { ...pack, id: toBase64url(pack.id) }
  if (thread !== undefined) view.thread = thread
  const lastAt = answers.at(-1)?.at
  if (lastAt !== undefined) view.replies = { count: answers.length, lastAt }
  if (row.expiresAt !== undefined) view.expiresAt = row.expiresAt
  if (row.silent === true) view.silent = true
  return view
}

function groupReactions(rows: readonly Opened[], self: UserId): ReactionView[] {
  const groups = new Map<string, ReactionView>()
  for (const { row, content } of rows) {
    for (const emoji of content.options.reactions ?? []) {
      const group = groups.get(emoji) ?? { emoji, count: 0, own: false, users: [] }
      groups.set(emoji, group)
      group.count++
      if (row.sender === self) group.own = true
      if (row.sender !== undefined && group.users.length < NAMED) group.users.push(row.sender)
    }
  }
  return [...groups.values()]
}

import { type ChatId, type MsgId, SorokaError } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import type { Engine } from '../engine/engine.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import { withdraw } from '../outbox/queue.ts'
import type { MentionView } from '../types.ts'
import { viewKey } from '../views/message-view.ts'
import { isMessage, isWaiting } from './annotations.ts'
import { checkText, write } from './writing.ts'

/** The message as it stands here. NOT_FOUND when it is not here, TARGET_GONE when it was deleted. */
export async function targetOf(engine: Engine, chat: ChatId, id: MsgId): Promise<MessageRow> {
  const row = await engine.messages.row(chat, id)
  if (row === undefined || !isMessage(row)) throw new SorokaError('NOT_FOUND')
  if (row.erased === true || (await engine.messages.about(row)).deletion !== undefined)
    throw new SorokaError('TARGET_GONE')
  return row
}

export async function edit(
  engine: Engine,
  chat: ChatId,
  id: MsgId,
  message: { text: string; mentions?: MentionView[]; callsAll?: boolean },
  at: number,
): Promise<void> {
  checkText(message.text)
  const row = await targetOf(engine, chat, id)
  if (row.sender !== engine.account.self.user || row.kind === KIND.poll) throw new SorokaError('FORBIDDEN')
  const { text, mentions, callsAll } = message
  const { edits } = await engine.messages.about(row)
  const options = { replaces: edits.at(-1)?.id ?? id, mentions, callsAll }
  await write(engine, chat, { kind: KIND.edit, text, about: row, options }, at)
}

/** Deletes for everyone. What was never sent is simply taken back. */
export async function erase(engine: Engine, chat: ChatId, ids: readonly MsgId[], at: number): Promise<void> {
  for (const id of new Set(ids)) {
    const row = await engine.messages.row(chat, id)
    if (row === undefined || !isMessage(row)) throw new SorokaError('NOT_FOUND')
    if (isWaiting(row)) await takeBack(engine, chat, id)
    else if (row.erased !== true && (await engine.messages.about(row)).deletion === undefined)
      await write(engine, chat, { kind: KIND.delete, about: row }, at)
  }
}

export async function takeBack(engine: Engine, chat: ChatId, id: MsgId): Promise<boolean> {
  const row = await withdraw(engine.account.db, chat, id)
  if (row === null) return false
  engine.hub.messageRemoved(chat, viewKey(row))
  engine.hub.chat(chat)
  // Its files needn't go anywhere any more, and others may have waited for them.
  if (row.files !== undefined) engine.queued(chat)
  return true
}

/** My whole set of emoji. */
export async function react(engine: Engine, chat: ChatId, id: MsgId, emoji: string[], at: number): Promise<void> {
  const about = await targetOf(engine, chat, id)
  if (emoji.some((sign) => sign.trim() === '' || !sign.isWellFormed()))
    throw new SorokaError('BAD_REQUEST', { field: 'emoji' })
  // One set has one spelling: by code units, as its reader compares them.
  const reactions = [...new Set(emoji)].sort((a, b) => (a < b ? -1 : 1))
  await write(engine, chat, { kind: KIND.reaction, about, options: { reactions } }, at)
}

export async function pin(engine: Engine, chat: ChatId, id: MsgId, on: boolean, at: number): Promise<void> {
  const about = await targetOf(engine, chat, id)
  await write(engine, chat, { kind: KIND.pin, about, options: { pin: on } }, at)
}

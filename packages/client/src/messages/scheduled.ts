import { type ChatId, type FileId, type MsgId, SorokaError } from '@soroka/protocol'
import { fromBase64url } from '@soroka/protocol/bytes'
import type { Api } from '../api/api.ts'
import { isOffline } from '../api/api-errors.ts'
import type { Engine } from '../engine/engine.ts'
import { type MessageRow, PENDING } from '../indexeddb/rows.ts'
import type { MessageView } from '../types.ts'
import { buildView } from '../views/message-view.ts'
import { takeBack } from './annotate.ts'
import { isWaiting } from './annotations.ts'
import { contentOf } from './read-body.ts'
import { waitsForMe } from './seal-held.ts'

/** My messages that wait for their time: those that the server keeps, and those that are still on their way to it. */
export async function scheduled(engine: Engine, chat: ChatId): Promise<MessageView[]> {
  const views = new Map<string, MessageView>()
  for (const row of await waiting(engine, chat)) {
    const view = await showWaiting(engine, row)
    if (view !== null) views.set(view.id, view)
  }
  try {
    for (const item of (await engine.api.messages.scheduled()).messages) {
      if (item.chat !== chat || views.has(item.msgId)) continue
      const view = await look(engine, item)
      if (view !== null) views.set(item.msgId, view)
    }
  } catch (error) {
    if (!isOffline(error)) throw error
  }
  return [...views.values()].sort((a, b) => (a.scheduled?.sendAt ?? 0) - (b.scheduled?.sendAt ?? 0))
}

/** A message of the outbox that the server is to keep until its time. */
export async function showWaiting(engine: Engine, row: MessageRow): Promise<MessageView | null> {
  const content = await engine.bodies.open(row)
  return content === null || row.sendAt === undefined ? null : show(engine, row, content, row.sendAt, false)
}

export async function unschedule(engine: Engine, chat: ChatId, id: MsgId): Promise<void> {
  const local = await takeBack(engine, chat, id)
  try {
    const { removed } = await engine.api.messages.unschedule({ chat, msgId: id })
    if (!removed && !local) throw new SorokaError('NOT_FOUND')
  } catch (error) {
    if (!local) throw error
  }
}

type Item = Awaited<ReturnType<Api['messages']['scheduled']>>['messages'][number]

async function look(engine: Engine, { chat, msgId, sendAt, envelope, held }: Item): Promise<MessageView | null> {
  const opening = await engine.epochs.open(chat, fromBase64url(envelope))
  if (opening.is !== 'opened' || opening.body === null) return null
  if (!waitsForMe(engine.account.self.user, opening.header)) return null
  const { sender, kind } = opening.header
  const row: MessageRow = { chat, id: msgId, sender, kind, seq: PENDING, at: sendAt, state: 'pending' }
  return show(engine, row, contentOf(kind, opening.body), sendAt, held)
}

function show(
  engine: Engine,
  row: MessageRow,
  own: ReturnType<typeof contentOf>,
  sendAt: number,
  held: boolean,
): MessageView {
  const parts = { row, own, edit: null, reactions: [], pin: null, votes: [], close: null, answers: [], ownVote: [] }
  const view = buildView(
    { ...parts, quote: undefined, onTheirWay: undefined, gone: new Set<FileId>() },
    engine.account.self.user,
    sendAt,
  )
  return { ...view, scheduled: { sendAt, held } }
}

async function waiting(engine: Engine, chat: ChatId): Promise<MessageRow[]> {
  const range = IDBKeyRange.bound([chat, PENDING], [chat, Number.MAX_SAFE_INTEGER])
  const rows = await engine.account.db.getAll('messages', range)
  return rows.filter((row) => isWaiting(row) && row.sendAt !== undefined)
}

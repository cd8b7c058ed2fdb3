import { type ChatId, type FileId, type MsgId, SorokaError } from '@soroka/protocol'
import { fromBase64url } from '@soroka/protocol/bytes'
import { KIND, readHeaderOptions } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { isOffline } from '../api/api-errors.ts'
import type { Engine } from '../engine/engine.ts'
import { type MessageRow, PENDING } from '../indexeddb/rows.ts'
import type { MessageView } from '../types.ts'
import { buildView } from '../views/message-view.ts'
import { takeBack } from './annotate.ts'
import { isWaiting } from './annotations.ts'
import { type Content, contentOf } from './read-body.ts'
import { checkRight } from './rights.ts'
import { waitsForMe } from './seal-held.ts'
import { wordsOf, write } from './writing.ts'

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

async function look(engine: Engine, item: Item): Promise<MessageView | null> {
  const { chat, msgId, sendAt, held } = item
  const opened = await open(engine, item)
  if (opened === null) return null
  const { sender, kind } = opened.header
  const row: MessageRow = { chat, id: msgId, sender, kind, seq: PENDING, at: sendAt, state: 'pending' }
  return show(engine, row, opened.content, sendAt, held)
}

async function open(engine: Engine, { chat, envelope }: Pick<Item, 'chat' | 'envelope'>) {
  const opening = await engine.epochs.open(chat, fromBase64url(envelope))
  if (opening.is !== 'opened' || opening.body === null) return null
  const { header, body } = opening
  return waitsForMe(engine.account.self.user, header) ? { header, content: contentOf(header.kind, body) } : null
}

/** What waits under an id, wherever it waits. */
async function find(engine: Engine, chat: ChatId, id: MsgId): Promise<Waiting> {
  const row = (await waiting(engine, chat)).find((one) => one.id === id)
  const own = row === undefined ? null : await engine.bodies.open(row)
  if (row !== undefined && own !== null)
    return { kind: row.kind ?? KIND.text, content: own, silent: row.silent === true }
  const item = (await engine.api.messages.scheduled()).messages.find((one) => one.msgId === id && one.chat === chat)
  const opened = item === undefined ? null : await open(engine, item)
  if (opened === null) throw new SorokaError('NOT_FOUND')
  const { header, content } = opened
  return { kind: header.kind, content, silent: readHeaderOptions(header.ext).silent === true }
}

interface Waiting {
  kind: number
  content: Content
  silent: boolean
}

/**
 * Gives a waiting text other words, another time, or sends it now: it is taken back and written anew. What was sent
 * meanwhile stays as it is: NOT_FOUND.
 */
export async function reschedule(
  engine: Engine,
  chat: ChatId,
  id: MsgId,
  { text, sendAt }: { text?: string; sendAt?: number },
  now: number,
): Promise<void> {
  const { kind, content, silent } = await find(engine, chat, id)
  // A poll is bound to its id, and files to the message that the server knows.
  if (kind !== KIND.text) throw new SorokaError('BAD_REQUEST', { field: 'id' })
  const { replyTo, options } = content
  const checked = wordsOf({ text: text ?? content.text, ...(sendAt === undefined ? {} : { sendAt }) }, now)
  await checkRight(engine, chat, { kind: KIND.text, callsAll: options.callsAll })
  await unschedule(engine, chat, id)
  await write(engine, chat, { ...checked, replyTo, options, silent }, now)
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

import { type ChatId, limits, msgId, type MsgId, SorokaError } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import type { Engine } from '../engine/engine.ts'
import { enqueue, requeue, withdraw } from '../outbox/queue.ts'
import { parseChat } from '../indexeddb/chat-rows.ts'
import { readPage } from '../sync/read-page.ts'
import type { MessagesApi, MessageView } from '../types.ts'
import { openRow, viewKey, viewOf } from '../views/message-view.ts'
import { later } from './later.ts'
import { checkChat } from './chats-api.ts'

const MOST = 200
/** How often a page may turn out to need more rows (hidden ones don't count) before it shows what is here. */
const ROUNDS = 4

export function messagesApi(engine: () => Promise<Engine>, now: () => number): MessagesApi {
  return {
    page: async (chat, input) => page(await engine(), checkChat(chat), input),
    send: async (chat, message) =>
      send(await engine(), checkChat(chat), typeof message === 'string' ? message : message.text, now()),
    retry: async (chat, id) => retry(await engine(), checkChat(chat), checkMessage(id), now()),
    discard: async (chat, id) => discard(await engine(), checkChat(chat), checkMessage(id)),
    edit: later,
    versions: later,
    remove: later,
    react: later,
    reactors: later,
    pin: later,
    pins: later,
    vote: later,
    closePoll: later,
    forward: later,
    readers: later,
    thread: later,
    locate: later,
    seqAt: later,
    scheduled: later,
    unschedule: later,
    preview: later,
  }
}

async function page(engine: Engine, chat: ChatId, input: { before?: number; limit: number }) {
  const { db, vault, self } = engine.account
  const limit = Math.min(Math.max(1, Math.trunc(input.limit)), MOST)
  const wanted = input.before === undefined ? { limit } : { before: input.before, limit }
  engine.focus(chat)
  for (let round = 0; ; round++) {
    const { messages, more, missing } = await readPage(db, vault, self.user, chat, wanted)
    if (!missing || round === ROUNDS) return { messages, more, lines: [], moreBelow: false }
    const oldest = messages.find((message) => message.seq !== undefined)?.seq
    await engine.pull(chat, round === 0 || oldest === undefined ? input.before : oldest, limit)
    if (engine.state === 'offline') return { messages, more, lines: [], moreBelow: false }
  }
}

async function send(engine: Engine, chat: ChatId, text: string, at: number): Promise<MessageView> {
  const { db, vault, self } = engine.account
  if (text.trim() === '' || !text.isWellFormed()) throw new SorokaError('BAD_REQUEST', { field: 'text' })
  if (text.length > limits.messageText) throw new SorokaError('TOO_LARGE', { limit: limits.messageText })
  if (parseChat(await db.get('chats', chat)) === null) throw new SorokaError('NOT_FOUND')
  const id = toBase64url(crypto.getRandomValues(new Uint8Array(16))) as MsgId
  const view = viewOf(await enqueue(db, vault, self.user, { chat, id, text, at }), self.user, text)
  engine.hub.message(view)
  engine.hub.chat(chat)
  engine.queued(chat)
  return view
}

async function retry(engine: Engine, chat: ChatId, id: MsgId, at: number): Promise<void> {
  const { db, vault, self } = engine.account
  const row = await requeue(db, chat, id, at)
  if (row === null) throw new SorokaError('NOT_FOUND')
  const view = await openRow(row, self.user, vault)
  if (view !== null) engine.hub.message(view)
  engine.hub.chat(chat)
  engine.queued(chat)
}

async function discard(engine: Engine, chat: ChatId, id: MsgId): Promise<void> {
  const row = await withdraw(engine.account.db, chat, id)
  if (row === null) throw new SorokaError('NOT_FOUND')
  engine.hub.messageRemoved(chat, viewKey(row))
  engine.hub.chat(chat)
}

function checkMessage(id: MsgId): MsgId {
  const parsed = msgId.safeParse(id)
  if (!parsed.success) throw new SorokaError('BAD_REQUEST', { field: 'id' })
  return parsed.data
}

import { type ChatId, msgId, type MsgId, SorokaError } from '@soroka/protocol'
import { KIND } from '@soroka/protocol/records'
import type { Engine } from '../engine/engine.ts'
import { edit, erase, pin, react, takeBack } from '../messages/annotate.ts'
import { forward } from '../messages/forward.ts'
import { locate, page, pins, reactors, readers, seqAt, thread, versions } from '../messages/looking.ts'
import { closePoll, makePoll, vote } from '../messages/polls.ts'
import { lookBehind } from '../messages/preview.ts'
import { report } from '../messages/report.ts'
import { checkRight } from '../messages/rights.ts'
import { reschedule, scheduled, unschedule } from '../messages/scheduled.ts'
import { showWritten } from '../messages/show-written.ts'
import { newId, refusing, type Words, wordsOf, write } from '../messages/writing.ts'
import { requeue } from '../outbox/queue.ts'
import type { MessagesApi, MessageView, Outgoing, OutgoingFile } from '../types.ts'
import { hideMessages } from '../vault/chat-flags.ts'
import { checkChat } from './chats-api.ts'

/** Messages of the signed-in account; `engine` throws UNAUTHORIZED while there is none. */
export function messagesApi(engine: () => Promise<Engine>, now: () => number): MessagesApi {
  return {
    page: async (chat, input) => page(await engine(), checkChat(chat), input),
    send: async (chat, message) =>
      send(await engine(), checkChat(chat), typeof message === 'string' ? { text: message } : message, now()),
    retry: async (chat, id) => retry(await engine(), checkChat(chat), checkMessage(id), now()),
    discard: async (chat, id) => discard(await engine(), checkChat(chat), checkMessage(id)),
    edit: async (chat, id, message) => edit(await engine(), checkChat(chat), checkMessage(id), message, now()),
    versions: async (chat, id) => versions(await engine(), checkChat(chat), checkMessage(id)),
    remove: async (chat, ids, { forEveryone }) =>
      remove(await engine(), checkChat(chat), ids.map(checkMessage), forEveryone, now()),
    react: async (chat, id, emoji) =>
      refusing(async () => react(await engine(), checkChat(chat), checkMessage(id), emoji, now())),
    reactors: async (chat, id) => reactors(await engine(), checkChat(chat), checkMessage(id)),
    pin: async (chat, id, on) => pin(await engine(), checkChat(chat), checkMessage(id), on, now()),
    pins: async (chat) => pins(await engine(), checkChat(chat)),
    vote: async (chat, id, options) => vote(await engine(), checkChat(chat), checkMessage(id), options, now()),
    closePoll: async (chat, id) => closePoll(await engine(), checkChat(chat), checkMessage(id), now()),
    forward: async (from, ids, to, { hideAuthor }) =>
      forward(await engine(), checkChat(from), ids.map(checkMessage), to.map(checkChat), hideAuthor, now),
    readers: async (chat, id) => readers(await engine(), checkChat(chat), checkMessage(id)),
    thread: async (chat, root) => thread(await engine(), checkChat(chat), checkMessage(root)),
    locate: async (chat, id) => locate(await engine(), checkChat(chat), checkMessage(id)),
    seqAt: async (chat, at) => seqAt(await engine(), checkChat(chat), at),
    scheduled: async (chat) => scheduled(await engine(), checkChat(chat)),
    unschedule: async (chat, id) => unschedule(await engine(), checkChat(chat), checkMessage(id)),
    reschedule: async (chat, id, change) =>
      refusing(async () => reschedule(await engine(), checkChat(chat), checkMessage(id), change, now())),
    report: async (chat, complaint) =>
      report(await engine(), checkChat(chat), { ...complaint, messages: complaint.messages.map(checkMessage) }),
    preview: async (url) => lookBehind(await engine(), url),
  }
}

async function send(engine: Engine, chat: ChatId, message: Outgoing, at: number): Promise<MessageView> {
  const words = wordsOf(message, at)
  const row = await refusing(async () => {
    if (message.files !== undefined) return sendFiles(engine, chat, words, message.files, at)
    if (message.poll === undefined) return write(engine, chat, words, at)
    const id = newId()
    const poll = await makePoll(engine, chat, id, message.poll)
    return write(engine, chat, { ...words, id, kind: KIND.poll, options: { ...words.options, poll } }, at)
  })
  return showWritten(engine, chat, row)
}

/** The files are sealed to this device first: from then on they can't change or get lost (R20). */
async function sendFiles(engine: Engine, chat: ChatId, words: Words, files: OutgoingFile[], at: number) {
  await checkRight(engine, chat, { kind: KIND.media, callsAll: words.options?.callsAll })
  const sealed = await engine.files.seal(files)
  const { attachments, stashed } = sealed
  try {
    return await write(
      engine,
      chat,
      { ...words, kind: KIND.media, options: { ...words.options, attachments }, stashed },
      at,
    )
  } catch (error) {
    await engine.files.unseal(sealed)
    throw error
  }
}

async function retry(engine: Engine, chat: ChatId, id: MsgId, at: number): Promise<void> {
  if ((await requeue(engine.account.db, chat, id, at)) === null) throw new SorokaError('NOT_FOUND')
  engine.hub.messages(chat, [id])
  engine.hub.chat(chat)
  engine.queued(chat)
}

async function discard(engine: Engine, chat: ChatId, id: MsgId): Promise<void> {
  if (!(await takeBack(engine, chat, id))) throw new SorokaError('NOT_FOUND')
}

async function remove(engine: Engine, chat: ChatId, ids: MsgId[], forEveryone: boolean, at: number): Promise<void> {
  if (forEveryone) return erase(engine, chat, ids, at)
  const kept: MsgId[] = []
  for (const id of ids) {
    // What was never sent needs no note on my other devices.
    if (!(await takeBack(engine, chat, id))) kept.push(id)
  }
  await hideMessages(engine.settings, chat, kept)
}

/** An id and nothing else, as for chats. */
export function checkMessage(id: MsgId): MsgId {
  const parsed = msgId.safeParse(id)
  if (!parsed.success) throw new SorokaError('BAD_REQUEST', { field: 'id' })
  return parsed.data
}

import { type ChatId, limits, type MsgId, SorokaError } from '@soroka/protocol'
import { RecordError, toBase64url } from '@soroka/protocol/bytes'
import { type Body, type BodyOptions, KIND, type Kind, writeBodyOptions } from '@soroka/protocol/records'
import type { Engine } from '../engine/engine.ts'
import type { Stashed } from '../files/file-rows.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import { enqueue, type Unsent } from '../outbox/queue.ts'
import type { Outgoing } from '../types.ts'
import { affected } from './affected.ts'
import { checkRight } from './rights.ts'

/** A body that is about to be written; what is out of its limits is refused here, before anything is stored. */
export interface Words {
  id?: MsgId
  kind: Kind
  text?: string
  replyTo?: MsgId | undefined
  options?: BodyOptions
  /** The message that an annotation speaks of. */
  about?: MessageRow
  silent?: boolean | undefined
  sendAt?: number | undefined
  /** Files of it that only this device has. */
  stashed?: readonly Stashed[]
}

/** Puts a message or an annotation into the outbox and shows it at once (G6). */
export async function write(engine: Engine, chat: ChatId, words: Words, at: number): Promise<MessageRow> {
  const { db, vault, self } = engine.account
  const { kind, options, about } = words
  await checkRight(engine, chat, { kind, callsAll: options?.callsAll, ...(about === undefined ? {} : { about }) })
  const row = await refusing(() => enqueue(db, vault, self.user, unsent(chat, words, at)))
  engine.hub.messages(chat, await affected(db, [row]))
  engine.hub.chat(chat)
  engine.queued(chat)
  return row
}

function unsent(chat: ChatId, words: Words, at: number): Unsent {
  const { kind, text = '', replyTo, options = {}, about, silent, sendAt } = words
  const body: Body = { type: kind, text, ext: writeBodyOptions(options), ...(replyTo === undefined ? {} : { replyTo }) }
  return {
    chat,
    id: words.id ?? newId(),
    body,
    at,
    stashed: words.stashed,
    ...(about?.id === undefined ? {} : { target: about.id }),
    ...(silent === true ? { silent } : {}),
    ...(sendAt === undefined ? {} : { sendAt }),
  }
}

/** What a person wrote, checked. */
export function wordsOf(message: Outgoing, now: number): Words {
  const { text, replyTo, thread, mentions, callsAll, preview, silent, sendAt, files, sticker } = message
  if (files === undefined || text !== '') checkText(text)
  if (sendAt !== undefined && !(sendAt > now && sendAt <= now + limits.scheduleAhead))
    throw new SorokaError('BAD_REQUEST', { field: 'sendAt' })
  const options = { thread, mentions, callsAll, preview, sticker }
  return { kind: KIND.text, text, replyTo, options, silent, sendAt }
}

export function checkText(text: string): void {
  // Looked at first: trimming 10 MB is no small thing.
  if (text.length > limits.messageText) throw new SorokaError('TOO_LARGE', { limit: limits.messageText })
  if (text.trim() === '' || !text.isWellFormed()) throw new SorokaError('BAD_REQUEST', { field: 'text' })
}

/** Turns what a record can't hold into an answer to whoever asked for it. */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof RecordError)) throw error
    throw new SorokaError(error.code === 'too_large' ? 'TOO_LARGE' : 'BAD_REQUEST')
  }
}

export const newId = () => toBase64url(crypto.getRandomValues(new Uint8Array(16))) as MsgId

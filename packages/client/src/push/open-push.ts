import type { CallState, ChatId, MsgId, PushData, UserId } from '@soroka/protocol'
import { fromBase64url } from '@soroka/protocol/bytes'
import type { LocalAccount } from '../auth/local-account.ts'
import { openEnvelope } from '../epochs/open-envelope.ts'
import { Bodies } from '../messages/bodies.ts'
import { contentOf } from '../messages/read-body.ts'
import { findAccount } from './find-account.ts'
import { readPushState } from './held-epochs.ts'
import { type OpeningParts, openingParts, type PushHost } from './opening-parts.ts'
import { type PushChat, PushNames } from './push-names.ts'
import { type PushWords, wordsOfContent } from './push-words.ts'
import { VaultReader } from './vault-reader.ts'

/** What a push says to a person. What could not be found out, or not in time, is null. */
export type OpenedPush =
  /** The account isn't signed in on this device, or what it had here is gone. */
  | { is: 'foreign' }
  /** No names and no words on this device. */
  | { is: 'hidden' }
  | {
      is: 'known'
      chat: PushChat | null
      /** Who wrote, reacted or calls; empty for a stranger. */
      who: string
      words: PushWords | null
      /** The message of mine that a reaction is for. */
      about: string | null
      call: CallState | null
    }

/** For how long the server is asked for what doesn't ride in the push (R21). */
export const PUSH_PATIENCE = 8_000

/**
 * Opens a push on this device: with what lies here, and with what the server adds within `patience` ms. Never believes an
 * envelope that is not signed by a device of its sender, under a verified epoch of the chat.
 */
export async function openPush(host: PushHost, data: PushData, patience = PUSH_PATIENCE): Promise<OpenedPush> {
  const account = await findAccount(host.platform, data.user)
  if (account === null) return { is: 'foreign' }
  try {
    if ((await readPushState(account.db)).hideContent) return { is: 'hidden' }
    const settings = new VaultReader(account)
    const names = new PushNames(account, settings)
    const parts = openingParts(host, account, settings)
    try {
      return await within(patience, (left) => read({ account, names, parts, data, left }))
    } finally {
      parts.close()
    }
  } finally {
    account.db.close()
  }
}

interface Reading {
  account: LocalAccount
  names: PushNames
  parts: OpeningParts
  data: PushData
  /** What was asked for, or null when it fails or takes too long. */
  left<T>(work: Promise<T>): Promise<T | null>
}

async function read({ account, names, parts, data, left }: Reading): Promise<OpenedPush> {
  const { call: callId } = data
  const call = callId === undefined ? null : ((await left(parts.api.calls.get({ call: callId })))?.call ?? null)
  const chatId = data.chat ?? call?.chat
  const sender = data.sender ?? (call === null ? undefined : call.by)
  const [chat, who, words, about] = await Promise.all([
    chatId === undefined ? null : names.chat(chatId),
    sender === undefined ? '' : nameOf(names, parts, sender, left),
    chatId === undefined || callId !== undefined ? null : left(wordsOf(parts, chatId, data)),
    data.target === undefined || chatId === undefined ? null : ownText(account, chatId, data.target),
  ])
  return { is: 'known', chat, who, words, about, call }
}

/** Strangers introduce themselves: the server knows their names. */
async function nameOf(names: PushNames, { api }: OpeningParts, user: UserId, left: Reading['left']): Promise<string> {
  const name = await names.person(user)
  return name === '' ? ((await left(api.users.get({ user })))?.name ?? '') : name
}

async function wordsOf(parts: OpeningParts, chat: ChatId, data: PushData): Promise<PushWords | null> {
  const { seq, sender, msgId } = data
  const text = data.envelope ?? (await fetchEnvelope(parts, chat, seq))
  if (text === undefined) return null
  const opened = await openEnvelope(parts.opening, chat, fromBase64url(text), seq)
  if (opened.is !== 'opened' || opened.body === null) return null
  // What stands in clear beside the envelope is the server's word: it may not put it into somebody else's mouth.
  const { header } = opened
  if ((sender !== undefined && header.sender !== sender) || (msgId !== undefined && header.msgId !== msgId)) return null
  return wordsOfContent(contentOf(header.kind, opened.body))
}

async function fetchEnvelope(
  { api }: OpeningParts,
  chat: ChatId,
  seq: number | undefined,
): Promise<string | undefined> {
  if (seq === undefined || seq < 1) return undefined
  const { rows, annotations } = await api.messages.list({ chat, after: `${seq - 1}`, limit: '1' })
  return [...rows, ...annotations].find((row) => row.seq === seq)?.envelope
}

/** A message that lies here, as text. */
async function ownText({ db, vault }: LocalAccount, chat: ChatId, id: MsgId): Promise<string | null> {
  const row = (await db.getAllFromIndex('messages', 'byId', [chat, id])).find(({ hidden }) => hidden !== true)
  return row === undefined ? null : ((await new Bodies(vault).open(row))?.text ?? null)
}

async function within<T>(ms: number, work: (left: Reading['left']) => Promise<T>): Promise<T> {
  const over = Promise.withResolvers<null>()
  const timer = setTimeout(() => over.resolve(null), ms)
  try {
    return await work((one) => Promise.race([one.catch(() => null), over.promise]))
  } finally {
    clearTimeout(timer)
  }
}

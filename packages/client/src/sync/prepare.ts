import type { ChatId, UserId } from '@soroka/protocol'
import { type Bytes, fromBase64url, RecordError, utf8Encode } from '@soroka/protocol/bytes'
import type { MessageRow as WireRow } from '@soroka/protocol/contract'
import {
  decodeErasedHeader,
  encodeBody,
  type EnvelopeHeader,
  hashEnvelope,
  hashErasedEnvelope,
  hashRecord,
  type HeaderOptions,
  KIND,
  readHeaderOptions,
} from '@soroka/protocol/records'
import { shapeKeys } from '../files/gallery.ts'
import type { MessageRow } from '../indexeddb/rows.ts'
import type { Vault } from '../indexeddb/vault.ts'
import { isMessage } from '../messages/annotations.ts'
import { bodyPlace } from '../messages/bodies.ts'
import { type Content, contentOf } from '../messages/read-body.ts'
import type { Opener, Opening } from './opening.ts'

/** A row on its way into the database. */
export interface Prepared {
  row: MessageRow
  /** Its body, if it was opened. */
  content: Content | null
  /** Opened, so that what it says of sender and id is true. */
  genuine: boolean
}

interface Deps {
  vault: Vault
  self: UserId
  opener: Opener
}

/** Opens what came from the server and seals it for the disk. */
export async function prepare(deps: Deps, chat: ChatId, wire: WireRow): Promise<Prepared> {
  const base = { chat, seq: wire.seq, at: wire.at, state: 'sent' } as const
  if (wire.envelope === undefined) return { row: { ...base, ...whatIsLeft(chat, wire) }, content: null, genuine: false }
  const opening = await deps.opener.open(chat, bytesOf(wire.envelope), wire.seq)
  const row: MessageRow = { ...base, hash: opening.hash, ...claims(opening.header) }
  if (row.expiresAt !== undefined) row.endsAt = row.expiresAt
  if (opening.is !== 'opened') {
    row.problem = opening.is === 'waiting' ? 'waiting_key' : 'invalid'
    if (opening.is === 'waiting') row.envelope = bytesOf(wire.envelope)
    return { row, content: null, genuine: false }
  }
  row.seen = opening.seen
  // A kind of a newer version keeps its place in the log.
  if (opening.body === null) return { row, content: null, genuine: true }
  const content = contentOf(opening.header.kind, opening.body)
  Object.assign(row, wordsOf(deps.self, opening, content, wire.seq))
  row.body = await deps.vault.seal(bodyPlace(row), encodeBody(opening.body))
  row.form = 2
  return { row, content, genuine: true }
}

/** What the body says that is looked for later without opening it. */
function wordsOf(
  self: UserId,
  opening: Opening & { is: 'opened' },
  content: Content,
  seq: number,
): Partial<MessageRow> {
  const { header, admin } = opening
  const { thread } = content.options
  const words: Partial<MessageRow> = {}
  if (content.replyTo !== undefined) words.replyTo = content.replyTo
  if (isMessage(header) && thread !== undefined && thread !== header.msgId) words.target = thread
  if (admin) words.admin = true
  const { attachments } = content.options
  if (header.kind === KIND.media && attachments !== undefined) words.shapes = shapeKeys(header.chat, seq, attachments)
  if (header.kind === KIND.pin) words.flag = 'pin'
  else if (header.sender !== self && callsMe(self, readHeaderOptions(header.ext), content, admin)) words.flag = 'calls'
  return words
}

/** Whether a message calls me: the server was told so, and the sealed body agrees (R15). All are called by admins only. */
function callsMe(self: UserId, { notify }: HeaderOptions, { options }: Content, admin: boolean): boolean {
  const all = notify?.all === true && options.callsAll === true && admin
  const me = notify?.users.includes(self) === true && options.mentions?.some(({ user }) => user === self) === true
  return all || me
}

/** An erased row: what its clear header says, as far as there is one, and the hash that keeps the log whole (R13). */
function whatIsLeft(chat: ChatId, { header, content }: WireRow): Partial<MessageRow> {
  if (header === undefined || content === undefined) return { hash: hashOf(''), erased: true }
  const bytes = bytesOf(header)
  const hash = hashErasedEnvelope(bytes, bytesOf(content))
  const decoded = decoding(() => decodeErasedHeader(bytes))
  return { hash, erased: true, ...(decoded?.chat === chat ? claims(decoded) : {}) }
}

function claims(header: EnvelopeHeader | undefined): Partial<MessageRow> {
  if (header === undefined) return {}
  const { msgId, sender, device, kind, epoch, target } = header
  const { expiresAt, silent, sendAt } = decoding(() => readHeaderOptions(header.ext)) ?? {}
  return {
    id: msgId,
    sender,
    device,
    kind,
    epoch,
    ...(target === undefined ? {} : { target }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(silent === true ? { silent } : {}),
    ...(kind === KIND.meta || sendAt !== undefined ? { away: true } : {}),
  }
}

function bytesOf(envelope: string): Bytes {
  return decoding(() => fromBase64url(envelope)) ?? utf8Encode(envelope)
}

/** The hash of a row as the server gave it. Also for what is no envelope: the row keeps its place in the log. */
export function hashOfWire(row: WireRow): Bytes {
  if (row.envelope !== undefined) return hashOf(row.envelope)
  if (row.header === undefined || row.content === undefined) return hashOf('')
  return hashErasedEnvelope(bytesOf(row.header), bytesOf(row.content))
}

export function hashOf(envelope: string): Bytes {
  const bytes = bytesOf(envelope)
  return decoding(() => hashEnvelope(bytes)) ?? hashRecord('no-envelope', bytes)
}

/** Null for what is not encoded as it should be. */
function decoding<T>(decode: () => T): T | null {
  try {
    return decode()
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}

import { limits, SorokaError } from '@soroka/protocol'
import type { ChatId, MsgId, UserId } from '@soroka/protocol'
import {
  countsAsMessage,
  decodeBody,
  decodeDisclosure,
  KIND,
  messageSigningInput,
  readBodyOptions,
  RecordError,
} from '@soroka/protocol/records'
import type { Disclosure } from '@soroka/protocol/records'
import type { Sql } from '../../platform/db/index.ts'
import { verifyEd25519 } from '../../platform/keys/index.ts'
import { canRead, getView } from '../messages/index.ts'
import { findSigned } from './reports-repo.ts'

/** A message of which it is certain that its author's device signed it, and that the reporter may read it. */
export interface Proved {
  readonly msgId: MsgId
  readonly seq: number
  readonly at: number
  readonly kind: number
  readonly target: MsgId | null
  readonly disclosure: Buffer
}

export interface Evidence {
  readonly author: UserId
  /** The reported message first. */
  readonly messages: readonly [Proved, ...Proved[]]
}

/**
 * Checks what a reporter shows (E88–E90): each header is, byte for byte, that of a row of this chat which he may read; the
 * signature over header, `seen` and body is by the device that it names, whose key its owner's chain certified; and all is
 * of one author, who is not the reporter. A device that was revoked since did sign then.
 * @throws SorokaError NOT_FOUND for a chat or a row that is not his, REPORT_UNPROVED, BAD_REQUEST
 */
export async function prove(
  sql: Sql,
  reporter: UserId,
  chat: ChatId,
  disclosures: readonly string[],
): Promise<Evidence> {
  const shown = disclosures.map(readDisclosure)
  const [first] = shown
  if (first === undefined || !countsAsMessage(first.header.kind)) throw unproved('kind')
  const { sender: author } = first.header
  if (author === reporter) throw unproved('own')
  if (new Set(shown.map(({ header }) => header.msgId)).size < shown.length) throw unproved('twice')
  if (shown.some(({ header }) => header.sender !== author || header.chat !== chat)) throw unproved('place')
  const plain = new Set(shown.flatMap(({ header }) => (countsAsMessage(header.kind) ? [header.msgId] : [])))
  if (plain.size > limits.reportMessages) throw unproved('many')
  for (const { header } of shown) if (!isShown(header, plain)) throw unproved('kind')
  const view = await getView(sql, chat, reporter)
  const prove = async (one: (typeof shown)[number]): Promise<Proved> => {
    const { msgId, kind, target = null, device } = one.header
    const row = await findSigned(sql, { chat, msgId, author, device })
    if (row === undefined || !canRead(view, row.seq)) throw new SorokaError('NOT_FOUND')
    if (!row.header.equals(one.headerBytes)) throw unproved('header')
    const input = messageSigningInput(one.headerBytes, one.seen, one.body)
    if (row.signPub === null || !verifyEd25519(row.signPub, input, one.sig)) throw unproved('signature')
    return { msgId, seq: row.seq, at: row.at, kind, target, disclosure: one.bytes }
  }
  const messages = [await prove(first), ...(await Promise.all(shown.slice(1).map(prove)))] as const
  return { author, messages: [messages[0], ...messages.slice(1)] }
}

/** A text, media or poll; or an edit of one that is disclosed too. */
function isShown({ kind, target }: Disclosure['header'], plain: ReadonlySet<MsgId>): boolean {
  return countsAsMessage(kind) || (kind === KIND.edit && target !== undefined && plain.has(target))
}

/** One disclosure of the wire, with a body that its header announces. */
function readDisclosure(text: string): Disclosure & { bytes: Buffer } {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw unproved('encoding')
  try {
    const disclosure = decodeDisclosure(bytes)
    const body = decodeBody(disclosure.body)
    readBodyOptions(body.ext)
    if (body.type !== disclosure.header.kind) throw unproved('type')
    return { ...disclosure, bytes }
  } catch (error) {
    if (error instanceof RecordError) throw unproved(error.code)
    throw error
  }
}

const unproved = (reason: string): SorokaError => new SorokaError('REPORT_UNPROVED', { reason })

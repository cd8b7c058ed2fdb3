import { createVaultKey } from '@soroka/crypto'
import type { DeviceId, MsgId, UserId } from '@soroka/protocol'
import { fromBase64url, Reader, toBase64url, Writer } from '@soroka/protocol/bytes'
import type { MessageRow as WireRow } from '@soroka/protocol/contract'
import {
  type Body,
  type BodyOptions,
  decodeBody,
  decodeEnvelopeHeader,
  directChatId,
  encodeBody,
  encodeEnvelope,
  encodeEnvelopeHeader,
  hashEnvelope,
  hashSealedContent,
  type HeaderOptions,
  KIND,
  ORIGIN_HASH,
  pad,
  type Seen,
  unpad,
  writeBodyOptions,
  writeHeaderOptions,
} from '@soroka/protocol/records'
import { IDBFactory } from 'fake-indexeddb'
import { EventHub } from '../events/event-hub.ts'
import { type AccountDb, openAccountDb } from '../indexeddb/account-store.ts'
import { emptyChat } from '../indexeddb/chat-rows.ts'
import { Fence } from '../indexeddb/fence.ts'
import { Vault } from '../indexeddb/vault.ts'
import { contentOf } from '../messages/read-body.ts'
import { Bodies } from '../messages/bodies.ts'
import { MessageViews, shownOf } from '../messages/message-views.ts'
import type { ClientEvent, MessageView } from '../types.ts'
import { ApplyRows } from './apply.ts'
import type { Opener } from './opening.ts'

export const id = (n: number) => toBase64url(new Uint8Array(16).fill(n))
export const me = id(1) as UserId
export const peer = id(2) as UserId
const device = id(9) as DeviceId
export const chat = directChatId(me, peer)

/** What somebody sealed. */
export interface Sent {
  sender: UserId
  msg: MsgId
  text?: string
  kind?: number
  target?: MsgId
  replyTo?: MsgId
  options?: BodyOptions
  header?: HeaderOptions
  /** The roster of the epoch makes him an admin. */
  admin?: boolean
  seen?: Seen
  epoch?: number
}

export const words = (text: string): Body => ({ type: KIND.text, text, ext: [] })

/** A row of the log: a real envelope, whose ciphertext is the plain body. */
export function wire(seq: number, sent: Sent, of = chat): WireRow {
  const {
    sender,
    msg,
    text = '',
    kind = KIND.text,
    target,
    replyTo,
    options = {},
    header = {},
    admin = false,
    epoch = 0,
  } = sent
  const headerBytes = encodeEnvelopeHeader({
    kind,
    chat: of,
    epoch,
    sender,
    device,
    msgId: msg,
    epochHash: ORIGIN_HASH,
    ext: writeHeaderOptions(header),
    ...(target === undefined ? {} : { target }),
  })
  const body = { type: kind, text, ext: writeBodyOptions(options), ...(replyTo === undefined ? {} : { replyTo }) }
  const { seq: seenSeq, hash } = sent.seen ?? { seq: 0, hash: ORIGIN_HASH }
  const inner = new Writer()
    .bool(admin)
    .raw(new Uint8Array(63))
    .u64(seenSeq)
    .raw(hash)
    .raw(pad(encodeBody(body)))
    .raw(new Uint8Array(16))
    .finish()
  const envelope = toBase64url(encodeEnvelope(headerBytes, new Uint8Array(12), inner))
  return { seq, at: 1000 + seq, envelope }
}

/** What the server keeps of a row that it erased. */
export function erased({ seq, at, envelope = '' }: WireRow): WireRow {
  const bytes = fromBase64url(envelope)
  const { headerBytes } = decodeEnvelopeHeader(bytes)
  return { seq, at, header: toBase64url(headerBytes), content: toBase64url(hashSealedContent(bytes)) }
}

/** Stands for the cryptography: how rows are applied is what is under test. */
const opener: Opener = {
  // Every tenth epoch raises the floor.
  floors: async () => (epoch) => epoch - (epoch % 10),
  open: async (_chat, envelope) => {
    const { header, ciphertext } = decodeEnvelopeHeader(envelope)
    const reader = new Reader(ciphertext)
    const admin = reader.bool()
    reader.fixed(63)
    const seen = { seq: reader.u64(), hash: reader.fixed(32) }
    const body = decodeBody(unpad(reader.fixed(ciphertext.length - reader.offset - 16)))
    contentOf(header.kind, body)
    return { is: 'opened', header, hash: hashEnvelope(envelope), body, seen, admin }
  },
}

/** A device with an empty log of one chat. */
export async function makeDevice() {
  const db: AccountDb = await openAccountDb(new IDBFactory(), me)
  const vault = new Vault(await createVaultKey())
  const fence = new Fence()
  await fence.raise(db)
  await db.put('chats', { ...emptyChat(chat, 'direct', peer), created: true })
  const events: ClientEvent[] = []
  const gaps: boolean[] = []
  const clock = { now: 5_000 }
  const bodies = new Bodies(vault)
  const personal = async () => ({ clearedTo: 0, ids: new Set<MsgId>() })
  const views = new MessageViews({
    db,
    bodies,
    self: me,
    now: () => clock.now,
    personal,
    onTheirWay: async () => undefined,
    gone: new Set(),
    ownVote: async () => [],
  })
  const hub = new EventHub({
    emit: (event) => events.push(event),
    broadcast: () => undefined,
    viewChat: async () => null,
    viewMessages: (of, refs) => views.changed(of, refs),
  })
  const apply = new ApplyRows({
    db,
    vault,
    self: me,
    hub,
    bodies,
    fence,
    opener,
    applied: (_chat, _rows, after) => void gaps.push(after.gap),
  })
  const shown = async (): Promise<MessageView[]> => shownOf(await views.of(chat, await db.getAll('messages')))
  const texts = async () => (await shown()).map(({ text }) => text)
  return { db, vault, fence, apply, views, hub, events, gaps, clock, shown, texts }
}

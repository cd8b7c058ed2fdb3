import type { ChatId, MsgId, UserId } from '@soroka/protocol'
import {
  CHAT_KIND,
  decodeEnvelopeHeader,
  DEFAULT_POLICY,
  directChatId,
  encodeBody,
  encodeDisclosure,
  encodeEnvelope,
  encodeEnvelopeHeader,
  encodeEpoch,
  epochSigningInput,
  hashEpoch,
  hashRoster,
  INNER_PREFIX_BYTES,
  IV_BYTES,
  KIND,
  messageSigningInput,
  needsTarget,
  ORIGIN_HASH,
  REASON,
  ROLE,
  rosterChanges,
  SEEN_BYTES,
  sortRoster,
  TAG_BYTES,
  WRAP_BYTES,
  writeHeaderOptions,
} from '@soroka/protocol/records'
import type { EpochRecord, HeaderOptions, Reason, Roster, UnsignedEpoch } from '@soroka/protocol/records'
import { newBox, newMsgId, random, signBytes } from './people.ts'
import type { TestDevice, TestPerson } from './people.ts'

/** An epoch ready to be sent. */
export interface TestEpoch {
  readonly chat: ChatId
  readonly epoch: EpochRecord
  readonly roster: Roster
  readonly record: string
  readonly boxes: { user: UserId; box: string }[]
}

/** Epoch 0 of the direct chat of two people, or of the Nest of one. */
export function directEpoch(author: TestPerson, other: TestPerson, device = author.device): TestEpoch {
  const people = author === other ? [author] : [author, other]
  const roster = sortRoster(people.map((person) => person.rosterEntry(ROLE.owner)))
  return finishEpoch(device, roster, {
    chat: directChatId(author.user, other.user),
    kind: CHAT_KIND.direct,
    n: 0,
    prevHash: ORIGIN_HASH,
    reason: REASON.create,
    sameKey: false,
    policy: DEFAULT_POLICY,
    changes: rosterChanges(0, [], roster),
    rosterHash: hashRoster(roster),
    keyCommit: random(32),
    leaves: [],
    seen: { seq: 0, hash: ORIGIN_HASH },
    by: author.user,
    device: device.id,
    ext: [],
  })
}

/** The epoch after another with the same people and a new key; of `renewed` the newest keys. */
export function nextEpoch(
  before: TestEpoch,
  author: TestPerson,
  reason: Reason = REASON.rekey,
  renewed: readonly TestPerson[] = [],
): TestEpoch {
  const n = before.epoch.n + 1
  const roster = before.roster.map((entry) => {
    const person = renewed.find(({ user }) => user === entry.user)
    return person === undefined ? entry : { ...person.rosterEntry(entry.role), since: entry.since }
  })
  return finishEpoch(author.device, roster, {
    ...before.epoch,
    n,
    prevHash: hashEpoch(before.epoch),
    reason,
    changes: rosterChanges(n, before.roster, roster),
    rosterHash: hashRoster(roster),
    keyCommit: random(32),
    prevBox: random(WRAP_BYTES),
    by: author.user,
    device: author.device.id,
  })
}

export interface EnvelopeOptions {
  readonly device?: TestDevice
  readonly epoch?: number
  readonly msgId?: ReturnType<typeof newMsgId>
  readonly kind?: number
  /** Of an annotation; a random id without it. */
  readonly target?: MsgId
  /** What stands in clear beside the fixed fields. */
  readonly clear?: HeaderOptions
  /** A padded length: 64, 256, 1024 … */
  readonly size?: number
}

/** A sealed message; its ciphertext is random. base64url */
export function sealedEnvelope(author: TestPerson, chat: ChatId, options: EnvelopeOptions = {}): string {
  const { device = author.device, epoch = 0, msgId = newMsgId(), kind = KIND.text, size = 256 } = options
  const header = encodeEnvelopeHeader({
    kind,
    chat,
    epoch,
    sender: author.user,
    device: device.id,
    msgId,
    epochHash: random(32),
    ext: writeHeaderOptions(options.clear ?? {}),
    ...(needsTarget(kind) ? { target: options.target ?? newMsgId() } : {}),
  })
  const bytes = encodeEnvelope(header, random(IV_BYTES), random(INNER_PREFIX_BYTES + size + TAG_BYTES))
  return Buffer.from(bytes).toString('base64url')
}

export interface Written extends EnvelopeOptions {
  readonly text?: string
}

/** A sealed message as `sealedEnvelope` makes it, and what shows that its author signed it (E88). base64url */
export function signedMessage(author: TestPerson, chat: ChatId, options: Written = {}) {
  const { device = author.device, kind = KIND.text, text = 'Words', msgId = newMsgId() } = options
  const envelope = sealedEnvelope(author, chat, { ...options, msgId })
  const { headerBytes } = decodeEnvelopeHeader(Buffer.from(envelope, 'base64url'))
  const body = encodeBody({ type: kind, text, ext: [] })
  return { envelope, msgId, disclosure: disclose(device, headerBytes, body) }
}

/** Signs a header and a body as a message is signed. base64url */
export function disclose(
  device: TestDevice,
  headerBytes: Uint8Array<ArrayBuffer>,
  body: Uint8Array<ArrayBuffer>,
): string {
  const seen = new Uint8Array(SEEN_BYTES)
  const sig = signBytes(device.key, messageSigningInput(headerBytes, seen, body))
  return Buffer.from(encodeDisclosure({ headerBytes, sig, seen, body })).toString('base64url')
}

/** Signs an epoch; everybody gets a box. */
export function finishEpoch(device: TestDevice, roster: Roster, unsigned: UnsignedEpoch): TestEpoch {
  const epoch: EpochRecord = { ...unsigned, sig: signBytes(device.key, epochSigningInput(unsigned)) }
  const record = Buffer.from(encodeEpoch(epoch)).toString('base64url')
  const boxes = roster.map(({ user }) => ({ user, box: newBox() }))
  return { chat: unsigned.chat, epoch, roster, record, boxes }
}

import { equal, Reader, RecordError } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import {
  countsAsMessage,
  decodeEnvelopeHeader,
  encodeDisclosure,
  findMember,
  HASH_BYTES,
  hashEnvelope,
  KIND,
  messageSigningInput,
  ROLE,
  SIGNATURE_BYTES,
  unpad,
  WHO,
} from '@soroka/protocol/records'
import type { DecodedEnvelope, EnvelopeHeader, Seen } from '@soroka/protocol/records'
import type { Chains, VerifiedEpoch } from '../epoch/create-epoch.ts'
import type { EpochKey } from '../epoch/epoch-key.ts'
import { checkSigner } from '../epoch/verify-epoch.ts'
import type { DeviceRefusal } from '../epoch/verify-epoch.ts'
import { aeadOpen } from '../primitives/aead.ts'

/** 'cannot_open' is a wrong key or a changed byte; it says nothing about who is to blame. */
export type MessageRefusal =
  | DeviceRefusal
  | 'malformed'
  | 'chat'
  | 'epoch'
  | 'epoch_hash'
  | 'not_member'
  | 'rights'
  | 'cannot_open'

export type OpenedMessage = {
  readonly ok: true
  readonly header: EnvelopeHeader
  /** What the sender had verified of the chat's log: checkSeen compares it with ours. */
  readonly seen: Seen
  readonly body: Bytes
  /** hashEnvelope of it. */
  readonly hash: Bytes
}

export type MessageResult = OpenedMessage | { readonly ok: false; readonly reason: MessageRefusal }

const PREFIX_BYTES = SIGNATURE_BYTES + 8 + HASH_BYTES

export type Sealed = {
  readonly envelope: Uint8Array
  /** The verified epoch that the header names (find it by header.epoch). */
  readonly epoch: VerifiedEpoch
  readonly key: EpochKey
  readonly chains: Chains
}

/** Opens one message and checks all that a single message can tell: place, epoch, sender, device, rights, signature. */
export async function openMessage(args: Sealed): Promise<MessageResult> {
  const opened = await openParts(args)
  if (!opened.ok) return opened
  const { header, seen, body } = opened
  return { ok: true, header, seen, body, hash: hashEnvelope(args.envelope) }
}

/**
 * What shows others without any key that the author's device signed this message (E88). Opened and checked as ever: a
 * reporter discloses nothing that he would not be shown.
 */
export async function discloseMessage(
  args: Sealed,
): Promise<
  { readonly ok: true; readonly disclosure: Bytes } | { readonly ok: false; readonly reason: MessageRefusal }
> {
  const opened = await openParts(args)
  if (!opened.ok) return opened
  const { headerBytes, sig, seenBytes: seen, body } = opened
  return { ok: true, disclosure: encodeDisclosure({ headerBytes, sig, seen, body }) }
}

type Parts = Pick<OpenedMessage, 'ok' | 'header' | 'seen' | 'body'> & {
  readonly headerBytes: Bytes
  readonly sig: Bytes
  readonly seenBytes: Bytes
}

async function openParts(args: Sealed): Promise<Parts | { readonly ok: false; readonly reason: MessageRefusal }> {
  const { epoch, key } = args
  const decoded = decode(args.envelope)
  if (decoded === null) return refuse('malformed')
  const { header, headerBytes } = decoded
  const misplaced = checkPlace(header, epoch)
  if (misplaced !== null) return refuse(misplaced)
  if (key.chat !== header.chat || key.n !== header.epoch) return refuse('cannot_open')
  const inner = await aeadOpen(await key.msgKey(), decoded.iv, decoded.ciphertext, headerBytes)
  if (inner === null) return refuse('cannot_open')
  const body = readBody(inner)
  if (body === null) return refuse('malformed')
  const sig = inner.slice(0, SIGNATURE_BYTES)
  const seenBytes = inner.slice(SIGNATURE_BYTES, PREFIX_BYTES)
  const input = messageSigningInput(headerBytes, seenBytes, body.bytes)
  const refusal = await checkSigner(epoch.roster, args.chains, header.sender, header.device, sig, input)
  if (refusal !== null) return refuse(refusal)
  return { ok: true, header, headerBytes, sig, seen: body.seen, seenBytes, body: body.bytes }
}

function checkPlace(header: EnvelopeHeader, epoch: VerifiedEpoch): MessageRefusal | null {
  if (header.chat !== epoch.record.chat) return 'chat'
  if (header.epoch !== epoch.record.n) return 'epoch'
  if (!equal(header.epochHash, epoch.hash)) return 'epoch_hash'
  const sender = findMember(epoch.roster, header.sender)
  if (sender === undefined) return 'not_member'
  const { write, pin } = epoch.record.policy
  // Who may change a group's info stands in the signed record inside, which any member may pass on (rule 23).
  const needsAdmin =
    (countsAsMessage(header.kind) && write === WHO.admins) || (header.kind === KIND.pin && pin === WHO.admins)
  return needsAdmin && sender.role === ROLE.member ? 'rights' : null
}

function readBody(inner: Bytes): { seen: Seen; bytes: Bytes } | null {
  try {
    const reader = new Reader(inner.subarray(SIGNATURE_BYTES))
    const seen = { seq: reader.u64(), hash: reader.fixed(HASH_BYTES) }
    return { seen, bytes: unpad(reader.rest()) }
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}

function decode(envelope: Uint8Array): DecodedEnvelope | null {
  try {
    return decodeEnvelopeHeader(envelope)
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}

function refuse(reason: MessageRefusal): { readonly ok: false; readonly reason: MessageRefusal } {
  return { ok: false, reason }
}

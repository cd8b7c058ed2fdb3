import type { CallId, DeviceId, UserId } from '@soroka/protocol'
import { equal, RecordError } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import {
  decodeSignal,
  decodeSignalBody,
  findDevice,
  findMember,
  SIGNATURE_BYTES,
  unpad,
} from '@soroka/protocol/records'
import type { SignalBody, SignalHeader } from '@soroka/protocol/records'
import type { Chains, VerifiedEpoch } from '../epoch/create-epoch.ts'
import type { EpochKey } from '../epoch/epoch-key.ts'
import { checkSigner } from '../epoch/verify-epoch.ts'
import type { DeviceRefusal } from '../epoch/verify-epoch.ts'
import { acceptsEpoch } from '../message/chat-log.ts'
import { aeadOpen } from '../primitives/aead.ts'
import { signalKey, signalSigningInput } from './signal-key.ts'

/** 'not_for_me': another call or another device. 'old_epoch': somebody lost a right since, or it is above the head. */
export type SignalRefusal =
  | DeviceRefusal
  | 'malformed'
  | 'chat'
  | 'epoch'
  | 'epoch_hash'
  | 'old_epoch'
  | 'not_for_me'
  | 'not_member'
  | 'cannot_open'

export type SignalResult =
  | { readonly ok: true; readonly header: SignalHeader; readonly body: SignalBody }
  | { readonly ok: false; readonly reason: SignalRefusal }

/**
 * Opens one signal and checks all that a single one can tell: place, epoch, addressee, sender, device, signature. Whether it
 * was told before, and whether its joins are still those of the call, is for who keeps count.
 */
export async function openSignal(args: {
  readonly signal: Uint8Array
  /** The verified epoch that the header names. */
  readonly epoch: VerifiedEpoch
  /** The chat's newest verified epoch: who is not in it any more has nothing to say. */
  readonly head: VerifiedEpoch
  readonly key: EpochKey
  readonly chains: Chains
  /** The call that it came for, and this device. */
  readonly call: CallId
  readonly self: { readonly user: UserId; readonly device: DeviceId }
}): Promise<SignalResult> {
  const { epoch, key, chains } = args
  const decoded = readSignal(args.signal)
  if (decoded === null) return refuse('malformed')
  const { header, headerBytes } = decoded
  const { from, to } = header
  const misplaced = checkPlace(header, epoch, args.head)
  if (misplaced !== null) return refuse(misplaced)
  if (header.call !== args.call) return refuse('not_for_me')
  if (to.user !== args.self.user || to.device !== args.self.device) return refuse('not_for_me')
  if (key.chat !== header.chat || key.n !== header.epoch) return refuse('cannot_open')
  const inner = await aeadOpen(await signalKey(key, header), decoded.iv, decoded.ciphertext, headerBytes)
  if (inner === null) return refuse('cannot_open')
  const read = readBody(inner)
  if (read === null) return refuse('malformed')
  const sig = inner.slice(0, SIGNATURE_BYTES)
  const input = signalSigningInput(headerBytes, read.bytes)
  const refusal = await checkSigner(args.head.roster, chains, from.user, from.device, sig, input)
  if (refusal !== null) return refuse(refusal)
  // A call is now: a revocation counts as soon as it is known here, before any roster names it.
  const chain = chains.get(from.user)
  const revoked = chain === undefined || (findDevice(chain, from.device)?.revokedSeq ?? null) !== null
  return revoked ? refuse('revoked') : { ok: true, header, body: read.body }
}

/** The signal's clear header, or null if it is none. */
export function readSignal(signal: Uint8Array) {
  return unlessMalformed(() => decodeSignal(signal))
}

function checkPlace(header: SignalHeader, epoch: VerifiedEpoch, head: VerifiedEpoch): SignalRefusal | null {
  if (header.chat !== epoch.record.chat || header.chat !== head.record.chat) return 'chat'
  if (header.epoch !== epoch.record.n) return 'epoch'
  if (!equal(header.epochHash, epoch.hash)) return 'epoch_hash'
  if (!acceptsEpoch(header.epoch, head)) return 'old_epoch'
  const members = [epoch.roster, head.roster].every((roster) => findMember(roster, header.from.user) !== undefined)
  return members ? null : 'not_member'
}

function readBody(inner: Bytes): { bytes: Bytes; body: SignalBody } | null {
  return unlessMalformed(() => {
    const bytes = unpad(inner.subarray(SIGNATURE_BYTES))
    return { bytes, body: decodeSignalBody(bytes) }
  })
}

function unlessMalformed<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}

function refuse(reason: SignalRefusal): SignalResult {
  return { ok: false, reason }
}

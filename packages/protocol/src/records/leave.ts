import { Reader, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { ChatId, DeviceId, UserId } from '../ids.ts'
import { CHAT_ID_BYTES, ID_BYTES, readFormat, SIGNATURE_BYTES, writeFormat } from './format.ts'
import { domainBytes } from './hash.ts'

/** Leaving is a signature without a key (rule 3); the next sender's epoch carries it as the right to drop the leaver. */
export type Leave = {
  readonly chat: ChatId
  readonly user: UserId
  readonly device: DeviceId
  /** The newest epoch that the leaver had verified; void if his membership began after it. */
  readonly epoch: number
  readonly sig: Bytes
}

export const LEAVE_BYTES = 2 + CHAT_ID_BYTES + 2 * ID_BYTES + 4 + SIGNATURE_BYTES

/** What the leaver's device signs. */
export function leaveSigningInput(leave: Omit<Leave, 'sig'>): Bytes {
  return domainBytes('leave', writeUnsigned(leave).finish())
}

export function encodeLeave(leave: Leave): Bytes {
  return writeUnsigned(leave).fixed(leave.sig, SIGNATURE_BYTES).finish()
}

export function decodeLeave(bytes: Uint8Array): Leave {
  const reader = new Reader(bytes)
  const leave = readLeave(reader)
  reader.end()
  return leave
}

export function readLeave(reader: Reader): Leave {
  readFormat(reader)
  return {
    chat: reader.id<ChatId>(CHAT_ID_BYTES),
    user: reader.id<UserId>(ID_BYTES),
    device: reader.id<DeviceId>(ID_BYTES),
    epoch: reader.u32(),
    sig: reader.fixed(SIGNATURE_BYTES),
  }
}

function writeUnsigned(leave: Omit<Leave, 'sig'>): Writer {
  return writeFormat(new Writer())
    .id(leave.chat, CHAT_ID_BYTES)
    .id(leave.user, ID_BYTES)
    .id(leave.device, ID_BYTES)
    .u32(leave.epoch)
}

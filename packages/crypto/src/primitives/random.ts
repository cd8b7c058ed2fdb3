import { toBase64url } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import type { DeviceId, MsgId } from '@soroka/protocol'

export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length))
}

/** 128 random bits, chosen by the device before the message is stored. */
export function newMsgId(): MsgId {
  return toBase64url(randomBytes(16)) as MsgId
}

export function newDeviceId(): DeviceId {
  return toBase64url(randomBytes(16)) as DeviceId
}

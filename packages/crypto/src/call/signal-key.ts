import type { CallId, DeviceId } from '@soroka/protocol'
import { Writer } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { domainBytes, ID_BYTES } from '@soroka/protocol/records'
import type { SignalHeader } from '@soroka/protocol/records'
import { epochSecret } from '../epoch/epoch-key.ts'
import type { EpochKey } from '../epoch/epoch-key.ts'
import { importAeadKey } from '../primitives/aead.ts'
import { deriveSecret } from '../primitives/hkdf.ts'

/** The key of what one device says to another one in one call. */
export function signalKey(key: EpochKey, { call, from, to }: Pick<SignalHeader, 'call' | 'from' | 'to'>) {
  const secret = epochSecret(key.chat, key.n, key.ek, 'call')
  return importAeadKey(deriveSecret(secret, 'call-signal', signalPlace(call, from.device, to.device)))
}

/** 'soroka/v1/call-signal\0' ‖ header ‖ body; every header has the same length, so there is one reading. */
export function signalSigningInput(header: Uint8Array, body: Uint8Array): Bytes {
  return domainBytes('call-signal', header, body)
}

function signalPlace(call: CallId, from: DeviceId, to: DeviceId): Bytes {
  return new Writer().id(call, ID_BYTES).id(from, ID_BYTES).id(to, ID_BYTES).finish()
}

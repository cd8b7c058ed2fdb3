import type { CallId, DeviceId, UserId } from '@soroka/protocol'
import { Writer } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { ID_BYTES } from '@soroka/protocol/records'
import { epochSecret } from '../epoch/epoch-key.ts'
import type { EpochKey } from '../epoch/epoch-key.ts'
import { deriveSecret } from '../primitives/hkdf.ts'

/** Whose frames they are: one join of one device. */
export interface FrameSender {
  readonly user: UserId
  readonly device: DeviceId
  readonly connEpoch: number
}

/**
 * 32 bytes for the frames that one device sends in a call through a server (SFrame, RFC 9605, has the same shape). Each join
 * has keys of its own, so no key ever meets the same counter twice; `index` rises when somebody leaves.
 */
export function frameKey(
  key: Pick<EpochKey, 'chat' | 'n' | 'ek'>,
  { call, sender, index }: { readonly call: CallId; readonly sender: FrameSender; readonly index: number },
): Bytes {
  const secret = epochSecret(key.chat, key.n, key.ek, 'call')
  const { user, device, connEpoch } = sender
  const place = new Writer().id(call, ID_BYTES).id(user, ID_BYTES).id(device, ID_BYTES).u32(connEpoch).u32(index)
  return deriveSecret(secret, 'call-frame', place.finish())
}

import type { DeviceId } from '@soroka/protocol'
import type { Bytes } from '@soroka/protocol/bytes'
import type { ChainDevice } from '@soroka/protocol/records'
import { sealPairFromSeed } from '../primitives/hpke.ts'
import type { SealPair } from '../primitives/hpke.ts'
import { newDeviceId, randomBytes } from '../primitives/random.ts'
import { generateSignPair } from '../primitives/sign.ts'
import type { SignPair } from '../primitives/sign.ts'

/** A device's own keys. `sign.key` can't be exported; `seal.seed` goes to disk under the vault key only. */
export type DeviceKeys = { readonly id: DeviceId; readonly sign: SignPair; readonly seal: SealPair }

export async function createDeviceKeys(): Promise<DeviceKeys> {
  const seed: Bytes = randomBytes(32)
  const [sign, seal] = await Promise.all([generateSignPair(), sealPairFromSeed(seed)])
  return { id: newDeviceId(), sign, seal }
}

/** The part that the user chain certifies. */
export function certifiable(device: DeviceKeys): ChainDevice {
  return { id: device.id, signPub: device.sign.pub, sealPub: device.seal.pub }
}

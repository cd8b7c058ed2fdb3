import type { UserId } from '@soroka/protocol'
import { concat, equal } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { CHAIN_OP, currentPuk, findDevice, fingerprintDevice, hashRecord, linkContext } from '@soroka/protocol/records'
import type { ChainDevice, ChainState, DeviceOffer } from '@soroka/protocol/records'
import { CryptoError } from '../crypto-error.ts'
import { deriveSecret } from '../primitives/hkdf.ts'
import { hpkeSeal } from '../primitives/hpke.ts'
import { signPairFromSeed } from '../primitives/sign.ts'
import { openPuks } from './account.ts'
import type { Account } from './account.ts'
import { appendEntry, verifyChain } from './chain.ts'
import { certifiable } from './device.ts'
import type { DeviceKeys } from './device.ts'
import { deviceBoxInfo, openDeviceBox } from './rotate.ts'
import type { PukSecret } from './secrets.ts'

/** A device that is being linked, and the identity that it is linked to. */
export type LinkPlace = { readonly offer: DeviceOffer; readonly user: UserId; readonly ikFp: Uint8Array }

/** Six digits that both screens show (E95): alike only where both mean the same device and the same account. */
export function linkDigits(place: LinkPlace): string {
  const bytes = deriveSecret(place.offer.secret, 'link-digits', contextOf(place))
  return String(new DataView(bytes.buffer).getUint32(0) % 1_000_000).padStart(6, '0')
}

/**
 * Certifies a device whose keys came over the server (E94): they must be those of the code. `proof` tells the device
 * that whoever read its code did this.
 * @returns the chain entry, the newest PUK seed sealed to the device (1,168 bytes), and the proof (32 bytes)
 * @throws CryptoError 'bad_key' for other keys, 'bad_chain' for a device that the chain can't take
 */
export async function certifyDevice(
  account: Account,
  offer: DeviceOffer,
  device: ChainDevice,
): Promise<{ entry: Bytes; chain: ChainState; box: Bytes; proof: Bytes }> {
  if (!equal(fingerprintDevice(device), offer.keys)) throw new CryptoError('bad_key', 'keys of the new device')
  const newest = account.puks.at(-1)
  if (newest === undefined) throw new CryptoError('bad_key', 'no user key')
  const { user } = account
  const ik = await signPairFromSeed(account.ikSeed)
  const { entry, state } = await appendEntry(user, account.chain, ik.key, { op: CHAIN_OP.device_add, device })
  const box = await hpkeSeal(device.sealPub, deviceBoxInfo(user, device.id, newest.gen), new Uint8Array(), newest.seed)
  return { entry, chain: state, box, proof: approval({ offer, user, ikFp: state.ikFp }, state, box) }
}

/**
 * What the new device gets (E95): null unless the approval was made by whoever read its code, for this chain and this
 * box, and the chain certifies this very device now.
 */
export async function acceptDevice(args: {
  readonly offer: DeviceOffer
  readonly device: DeviceKeys
  readonly user: UserId
  readonly entries: readonly Uint8Array[]
  readonly box: Uint8Array
  readonly proof: Uint8Array
}): Promise<{ chain: ChainState; puks: PukSecret[] } | null> {
  const { offer, device, user, box } = args
  const result = await verifyChain(user, args.entries)
  if (!result.ok) return null
  const chain = result.state
  if (!equal(approval({ offer, user, ikFp: chain.ikFp }, chain, box), args.proof)) return null
  const own = certifiable(device)
  const listed = findDevice(chain, own.id)
  if (listed === undefined || listed.revokedSeq !== null) return null
  if (!equal(listed.signPub, own.signPub) || !equal(listed.sealPub, own.sealPub)) return null
  const { gen } = currentPuk(chain)
  const seed = await openDeviceBox(user, device, gen, box)
  return seed === null ? null : { chain, puks: await openPuks(chain, { gen, seed }) }
}

/** A MAC under the secret of the code, by HKDF: the server has never seen the key. */
function approval(place: LinkPlace, chain: ChainState, box: Uint8Array): Bytes {
  const context = concat(contextOf(place), chain.headHash, hashRecord('device-box', box))
  return deriveSecret(place.offer.secret, 'link-approval', context)
}

function contextOf({ offer, user, ikFp }: LinkPlace): Bytes {
  return linkContext(offer.link, offer.keys, user, ikFp)
}

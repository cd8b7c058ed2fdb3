import type { DeviceId } from '@soroka/protocol'
import { fromBase64url } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { CHAIN_OP, domainBytes } from '@soroka/protocol/records'
import type { Factor } from '@soroka/protocol/records'
import { CryptoError } from '../crypto-error.ts'
import { hpkeOpen, hpkeSeal, sealPairFromSeed } from '../primitives/hpke.ts'
import { randomBytes } from '../primitives/random.ts'
import { signPairFromSeed } from '../primitives/sign.ts'
import type { Account } from './account.ts'
import { appendEntry } from './chain.ts'
import type { DeviceKeys } from './device.ts'
import { anchorOf, wrapAs } from './factor.ts'
import { authPair, wrapIk, wrapOlderPuk, wrapPuk } from './secrets.ts'

/** A factor's wrap on the server, which gives up its anchor to the new one. */
export type FactorWrap = { readonly factor: Factor; readonly wrap: Bytes }

export type Rotation = {
  /** A device_revoke for each that goes, then puk, in this order, in one transaction with the rest. */
  readonly entries: readonly Bytes[]
  readonly account: Account
  readonly wraps: readonly FactorWrap[]
  readonly ikWrap: Bytes
  readonly pukWrap: Bytes
  /** The new PUK seed for each remaining device (1,168 bytes each). */
  readonly deviceBoxes: readonly { readonly device: DeviceId; readonly box: Bytes }[]
}

/** A new AS and a new PUK generation for all remaining devices and factors, none of which need be present (rule 1). */
export async function rotateAccount(
  account: Account,
  wraps: readonly FactorWrap[],
  revoke: readonly DeviceId[],
): Promise<Rotation> {
  const { user } = account
  const older = account.puks.at(-1)
  if (older === undefined) throw new CryptoError('bad_key', 'no user key')
  const ik = await signPairFromSeed(account.ikSeed)
  const as = randomBytes(32)
  const puk = { gen: older.gen + 1, seed: randomBytes(32) }
  const [auth, pair] = await Promise.all([authPair(as), sealPairFromSeed(puk.seed)])
  const entries: Bytes[] = []
  let chain = account.chain
  for (const device of revoke) {
    const revoked = await appendEntry(user, chain, ik.key, { op: CHAIN_OP.device_revoke, device })
    entries.push(revoked.entry)
    chain = revoked.state
  }
  const prevWrap = await wrapOlderPuk(user, puk, older.seed)
  const change = { op: CHAIN_OP.puk, gen: puk.gen, pub: pair.pub, prevWrap, authPub: auth.pub } as const
  const renewed = await appendEntry(user, chain, ik.key, change)
  entries.push(renewed.entry)
  const next = { user, as, ikSeed: account.ikSeed, puks: [...account.puks, puk], chain: renewed.state }
  const rewrapped = wraps.map(async ({ factor, wrap }) => {
    const anchor = anchorOf(wrap)
    return { factor, wrap: await wrapAs({ user, as, factor, ikKey: ik.key, anchor }) }
  })
  const devices = renewed.state.devices.filter((device) => device.revokedSeq === null)
  const boxes = devices.map(async (device) => ({
    device: device.id,
    box: await hpkeSeal(device.sealPub, deviceBoxInfo(user, device.id, puk.gen), new Uint8Array(), puk.seed),
  }))
  return {
    entries,
    account: next,
    wraps: await Promise.all(rewrapped),
    ikWrap: await wrapIk(user, as, account.ikSeed),
    pukWrap: await wrapPuk(user, as, puk),
    deviceBoxes: await Promise.all(boxes),
  }
}

/** The PUK seed that a rotation sealed to this device; openPuks must still hold it against the chain. Null if it doesn't open. */
export function openDeviceBox(
  user: Account['user'],
  device: { readonly id: DeviceId; readonly seal: Pick<DeviceKeys['seal'], 'seed'> },
  gen: number,
  box: Uint8Array,
): Promise<Bytes | null> {
  return hpkeOpen(device.seal.seed, deviceBoxInfo(user, device.id, gen), new Uint8Array(), box)
}

/** HPKE's info of a PUK seed that is sealed to one device (E87). */
export function deviceBoxInfo(user: Account['user'], device: DeviceId, gen: number): Bytes {
  return domainBytes(
    'device-box',
    fromBase64url(user),
    fromBase64url(device),
    new Uint8Array([gen >>> 24, gen >>> 16, gen >>> 8, gen]),
  )
}

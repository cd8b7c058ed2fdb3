import { type Account, type FactorWrap, rotateAccount, type Rotation } from '@soroka/crypto'
import type { DeviceId } from '@soroka/protocol'
import { toBase64url } from '@soroka/protocol/bytes'
import { factorBlob } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'

type WireRenewal = Omit<Parameters<Api['devices']['revoke']>[0], 'flow'>

/**
 * New keys for everything that stays. Devices that only ever signed out go with those that are to go: nobody has their
 * keys any more, and nothing needs to be sealed to them.
 * @param staying what is signed in and is to stay
 */
export async function renew(
  api: Pick<Api, 'devices'>,
  account: Account,
  wraps: readonly FactorWrap[],
  staying: (device: DeviceId) => boolean,
): Promise<{ rotation: Rotation; wire: WireRenewal }> {
  // After the chain was read: who signed in since then is on no chain of ours, and the server says so.
  const { devices } = await api.devices.list()
  const live = new Set(devices.map(({ id }) => id))
  const going = account.chain.devices.filter(
    ({ id, revokedSeq }) => revokedSeq === null && !(live.has(id) && staying(id)),
  )
  const rotation = await rotateAccount(
    account,
    wraps,
    going.map(({ id }) => id),
  )
  return { rotation, wire: toWire(rotation) }
}

function toWire({ entries, wraps, ikWrap, pukWrap, deviceBoxes }: Rotation): WireRenewal {
  return {
    chain: entries.map(toBase64url),
    wraps: wraps.map(({ factor, wrap }) => ({ kind: factorBlob(factor), bytes: toBase64url(wrap) })),
    ik: toBase64url(ikWrap),
    puk: toBase64url(pukWrap),
    boxes: deviceBoxes.map(({ device, box }) => ({ device, box: toBase64url(box) })),
  }
}

import type { DeviceId, UserId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import { BOX_BYTES, CHAIN_OP, WRAP_BYTES } from '@soroka/protocol/records'
import type { Queries } from '../../platform/db/index.ts'
import { appendChain } from '../users/index.ts'
import { listBlobs, putBlobs } from './account-repo.ts'
import type { Blob } from './account-repo.ts'
import { deleteOldPuks, replaceBoxes } from './device-boxes-repo.ts'

export interface Renewal {
  readonly chain: readonly string[]
  readonly wraps: readonly Blob[]
  readonly ik: string
  readonly puk: string
  readonly boxes: readonly { readonly device: DeviceId; readonly box: string }[]
}

/**
 * A new account secret and user key (R1), in the caller's transaction: the chain says who goes, every factor and every
 * device that stays gets its part, and nobody else.
 * @returns the devices that were revoked
 * @throws SorokaError CHAIN_CONFLICT, CHAIN_REFUSED, BAD_REQUEST where a part is missing or too many
 */
export async function renewKeys(tx: Queries, user: UserId, renewal: Renewal, now: number): Promise<DeviceId[]> {
  const { state, entries } = await appendChain(tx, {
    user,
    entries: renewal.chain,
    allowed: [CHAIN_OP.device_revoke, CHAIN_OP.puk],
    device: { name: '', kind: 'web' },
    now,
  })
  const last = entries.at(-1)?.change
  if (last?.op !== CHAIN_OP.puk) throw new SorokaError('CHAIN_REFUSED', { reason: 'puk' })
  const staying = state.devices.filter((device) => device.revokedSeq === null).map((device) => device.id)
  if (
    !sameNames(
      renewal.boxes.map(({ device }) => device),
      staying,
    )
  )
    throw badPart('boxes')
  if (renewal.boxes.some(({ box }) => size(box) !== BOX_BYTES)) throw badPart('boxes')
  if (size(renewal.ik) !== WRAP_BYTES || size(renewal.puk) !== WRAP_BYTES) throw badPart('wraps')
  const factors = (await listBlobs(tx, user)).map(({ kind }) => kind).filter((kind) => kind.startsWith('as.'))
  if (
    !sameNames(
      renewal.wraps.map(({ kind }) => kind),
      factors,
    )
  )
    throw badPart('wraps')
  const puk = { kind: `puk.${last.gen}`, bytes: renewal.puk }
  await putBlobs(tx, user, [...renewal.wraps, { kind: 'ik', bytes: renewal.ik }, puk], now)
  // It lay under the old account secret; the chain holds it under the new key.
  await deleteOldPuks(tx, user, puk.kind)
  await replaceBoxes(tx, user, last.gen, renewal.boxes)
  return entries.flatMap(({ change }) => (change.op === CHAIN_OP.device_revoke ? [change.device] : []))
}

const size = (text: string): number => Buffer.from(text, 'base64url').length

function sameNames(given: readonly string[], wanted: readonly string[]): boolean {
  return given.length === wanted.length && new Set([...given, ...wanted]).size === wanted.length
}

function badPart(reason: string): SorokaError {
  return new SorokaError('BAD_REQUEST', { reason })
}

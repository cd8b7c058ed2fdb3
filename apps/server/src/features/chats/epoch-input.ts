import type { DeviceId, UserId } from '@soroka/protocol'
import { checkBoxes, hashEpoch } from '@soroka/protocol/records'
import type { EpochRecord, Roster } from '@soroka/protocol/records'
import type { Bus } from '../../platform/bus/index.ts'
import type { Sql } from '../../platform/db/index.ts'
import { parseEpoch, refusedEpoch } from './epoch-proof.ts'
import type { ChainStateOf } from './epoch-proof.ts'
import type { NewEpoch } from './epochs-repo.ts'

export interface EpochInput {
  /** base64url */
  readonly record: string
  readonly boxes: readonly { readonly user: UserId; readonly box: string }[]
}

/** Who brings an epoch, and with which device. */
export interface Maker {
  readonly user: UserId
  readonly device: DeviceId
}

export interface EpochDependencies {
  readonly sql: Sql
  /** For how many days an account is new, until somebody said otherwise at the desk. */
  readonly newcomerDays: number
  readonly bus: Bus
  readonly chainStateOf: ChainStateOf
}

/** A record that was parsed, with what is stored of it. */
export interface ReadEpoch {
  readonly record: EpochRecord
  readonly epoch: NewEpoch
}

/** @throws SorokaError EPOCH_REFUSED for bytes that are no record, or boxes that are none */
export function readEpochInput(input: EpochInput): ReadEpoch {
  const bytes = Buffer.from(input.record, 'base64url')
  const record = parseEpoch(bytes)
  const boxes = input.boxes.map(({ user, box }) => ({ user, box: readBox(box) }))
  const hash = Buffer.from(hashEpoch(bytes))
  return { record, epoch: { chat: record.chat, n: record.n, record: bytes, hash, boxes, at: Date.now() } }
}

/** @throws SorokaError EPOCH_REFUSED unless there is one box for each who needs one */
export function checkBoxUsers({ record, epoch }: ReadEpoch, roster: Roster): void {
  const users = epoch.boxes.map((box) => box.user)
  if (checkBoxes(record, roster, users) !== 'ok') throw refusedEpoch('boxes')
}

function readBox(text: string): Buffer {
  const box = Buffer.from(text, 'base64url')
  if (box.length !== 1168) throw refusedEpoch('boxes')
  return box
}

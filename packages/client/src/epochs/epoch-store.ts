import { type VerifiedEpoch, verifiedEpoch } from '@soroka/crypto'
import type { ChatId } from '@soroka/protocol'
import { applyRoster, decodeEpoch } from '@soroka/protocol/records'
import type { AccountDb } from '../indexeddb/account-store.ts'
import type { Fence } from '../indexeddb/fence.ts'
import { inOne } from '../indexeddb/in-one.ts'
import { type EpochRow, epochRow } from '../indexeddb/rows.ts'

/** Epochs that were verified on this device, from 0 on, as far as they are unbroken. */
export async function loadEpochs(db: AccountDb, chat: ChatId): Promise<{ epoch: VerifiedEpoch; row: EpochRow }[]> {
  const rows = await db.getAll('epochs', IDBKeyRange.bound([chat, 0], [chat, Number.MAX_SAFE_INTEGER]))
  const found: { epoch: VerifiedEpoch; row: EpochRow }[] = []
  let prev: VerifiedEpoch | null = null
  for (const [n, value] of rows.entries()) {
    const parsed = epochRow.safeParse(value)
    // From a damaged row on they are pulled and verified again.
    if (!parsed.success || parsed.data.n !== n) break
    const epoch = rebuild(prev, parsed.data)
    if (epoch === null) break
    found.push({ epoch, row: parsed.data })
    prev = epoch
  }
  return found
}

/** Puts what was just verified. A stale leader's word doesn't count. */
export async function storeEpoch(db: AccountDb, fence: Fence, row: EpochRow): Promise<void> {
  await inOne(db, ['meta', 'epochs'], async (tx) => {
    await fence.check(tx)
    await tx.objectStore('epochs').put(row)
  })
}

/** Adds to a row what was found out later. */
export async function amendEpoch(db: AccountDb, chat: ChatId, n: number, change: Partial<EpochRow>): Promise<void> {
  await inOne(db, ['epochs'], async (tx) => {
    const row = await tx.objectStore('epochs').get([chat, n])
    if (row !== undefined) await tx.objectStore('epochs').put({ ...row, ...change })
  })
}

/** Nothing on this device opens what was written under this epoch any more. */
export async function dropEpochKey(db: AccountDb, chat: ChatId, n: number): Promise<void> {
  await inOne(db, ['epochs'], async (tx) => {
    const row = await tx.objectStore('epochs').get([chat, n])
    if (row === undefined) return
    const { key: _key, box: _box, ...kept } = row
    await tx.objectStore('epochs').put(kept)
  })
}

export const keyPlace = (chat: ChatId, n: number) => `epoch ${chat} ${n}`

function rebuild(prev: VerifiedEpoch | null, row: EpochRow): VerifiedEpoch | null {
  const record = decodeEpoch(row.record)
  const roster = applyRoster(prev?.roster ?? [], record)
  if (roster === null) return null
  return verifiedEpoch(prev, record, row.hash, roster)
}

import { SorokaError } from '@soroka/protocol'
import { REASON } from '@soroka/protocol/records'
import type { EpochRecord } from '@soroka/protocol/records'
import { parseEpoch } from './epoch-proof.ts'
import { countEpochsSince, findRecordsSince } from './epochs-repo.ts'
import type { LockedChat } from './locked-chat.ts'
import type { Transaction } from './queries.ts'

/** Each verifies signatures and reads whole key chains; an honest device writes a few in a minute (S7). */
export const epochWrites = { amount: 120, seconds: 60 }

/** Epochs of one chat in ten minutes: a broken or hostile client must not fill the chain (R3). */
const MAX_EPOCHS = 60
const WINDOW_MS = 600_000

/**
 * Plain members share what a chat takes; beyond it everybody else has a part of his own, and so have leaves, which stop all
 * sends until they are carried out. Else one member could keep an admin from removing him.
 * @throws SorokaError RATE_LIMITED
 */
export async function checkEpochRate(
  tx: Transaction,
  { role }: LockedChat,
  record: EpochRecord,
  at: number,
): Promise<void> {
  const since = at - WINDOW_MS
  if ((await countEpochsSince(tx, record.chat, since)) < MAX_EPOCHS) return
  const shares = role === 'member' && record.reason !== REASON.leave
  const recent = shares ? [] : await findRecordsSince(tx, record.chat, since)
  if (shares || recent.filter((bytes) => parseEpoch(bytes).by === record.by).length >= MAX_EPOCHS)
    throw new SorokaError('RATE_LIMITED', { retryAfter: 600 })
}

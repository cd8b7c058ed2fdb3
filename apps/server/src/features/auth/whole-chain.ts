import type { UserId } from '@soroka/protocol'
import type { Queries } from '../../platform/db/index.ts'
import { listChain, maxChain } from '../users/index.ts'

/** Every entry of a person's chain, for a device that is about to sign the next one. */
export async function wholeChain(db: Queries, user: UserId): Promise<string[]> {
  const rows = await listChain(db, user, 0, maxChain)
  return rows.map((row) => row.entry.toString('base64url'))
}

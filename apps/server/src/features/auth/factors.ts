import { SorokaError } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import { CHAIN_OP } from '@soroka/protocol/records'
import type { FactorKind } from '@soroka/protocol/records'
import type { Queries } from '../../platform/db/index.ts'
import { appendChain } from '../users/index.ts'

/** Appends the one entry that names another factor of this kind. CHAIN_REFUSED for any other. */
export async function appendFactor(
  tx: Queries,
  user: UserId,
  entry: string,
  kind: FactorKind,
  now: number,
): Promise<void> {
  const { entries } = await appendChain(tx, {
    user,
    entries: [entry],
    allowed: [CHAIN_OP.factor],
    device: { name: '', kind: 'web' },
    now,
  })
  const change = entries[0]?.change
  if (change?.op !== CHAIN_OP.factor || change.factor.kind !== kind)
    throw new SorokaError('CHAIN_REFUSED', { reason: 'factor' })
}

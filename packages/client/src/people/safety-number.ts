import { safetyNumber } from '@soroka/crypto'
import type { UserId } from '@soroka/protocol'
import type { KeyChains } from './key-chains.ts'

/** What two people compare; null while one of the chains can't be had. */
export async function safetyNumberWith(chains: KeyChains, self: UserId, peer: UserId): Promise<string | null> {
  const [mine, his] = await Promise.all([chains.get(self), chains.get(peer)])
  return mine === null || his === null ? null : safetyNumber(mine, his)
}

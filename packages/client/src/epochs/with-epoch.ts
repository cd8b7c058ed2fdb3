import type { Chains, EpochKey, VerifiedEpoch } from '@soroka/crypto'
import type { ChatId, UserId } from '@soroka/protocol'
import type { KeyChains } from '../people/key-chains.ts'
import type { EpochKeys } from './epoch-keys.ts'
import type { EpochSync } from './epoch-sync.ts'
import type { Lately } from './lately.ts'

export interface OpeningDeps {
  sync: EpochSync
  keys: EpochKeys
  chains: KeyChains
  /** A page of messages asks once for what all of them miss. */
  lately: Lately
}

/** What a sealed thing names: the epoch that it lies under, and who sealed it. */
interface Named {
  chat: ChatId
  epoch: number
  sender: UserId
}

/**
 * Tries to open what lies under an epoch of a chat. Pulls the epoch when it is unknown, and the sender's chain anew when it
 * may be why it did not open. 'waiting': the epoch or its key isn't here yet.
 */
export async function withEpoch<T extends { ok: true } | { ok: false; reason: string }>(
  { sync, keys, chains, lately }: OpeningDeps,
  { chat, epoch: n, sender }: Named,
  open: (epoch: VerifiedEpoch, key: EpochKey, chains: Chains, head: VerifiedEpoch) => Promise<T>,
): Promise<T | 'waiting'> {
  const epochs = await sync.load(chat)
  if (epochs.at(n) === undefined) await lately.run(`epochs ${chat} ${n}`, () => sync.pull(chat, n))
  const epoch = epochs.at(n)?.epoch
  const key = epoch === undefined ? null : await keys.find(epochs, n)
  if (epoch === undefined || key === null) return 'waiting'
  const attempt = async () => open(epoch, key, await chains.map([sender]), epochs.head?.epoch ?? epoch)
  const result = await attempt()
  if (result.ok || !['no_chain', 'chain_behind', 'device'].includes(result.reason)) return result
  // A device that signed in since we last looked.
  await lately.run(`chain ${sender}`, () => chains.refresh(sender))
  return await attempt()
}

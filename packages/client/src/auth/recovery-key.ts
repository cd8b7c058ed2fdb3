import { isListedFactor, resealRecovery } from '@soroka/crypto'
import { toBase64url } from '@soroka/protocol/bytes'
import { type ChainState, FACTOR } from '@soroka/protocol/records'
import { isOffline } from '../api/api-errors.ts'
import type { KeyChains } from '../people/key-chains.ts'
import { type UnlockDeps, unlockedFor } from './unlock-here.ts'

/** Another recovery key in the place of the one before. @returns its words, which this device keeps until they are saved */
export async function replaceRecoveryKey(deps: UnlockDeps, password: string): Promise<string> {
  const { api, account } = deps
  const recovery = await import('@soroka/crypto/recovery')
  const key = recovery.createRecoveryKey()
  const words = recovery.recoveryWords(key).join(' ')
  await unlockedFor(deps, { password }, async ({ flow, account: open }) => {
    const { entry, recoveryWrap } = await resealRecovery(open, key)
    // The reply may be lost, and the old words with it.
    await account.storeNextWords(words)
    const wrap = { kind: 'as.recovery', bytes: toBase64url(recoveryWrap) }
    await api.auth.recoveryKey.replace({ flow, wrap, entry: toBase64url(entry) })
  })
  return words
}

interface WaitingDeps extends Pick<UnlockDeps, 'account'> {
  chains: Pick<KeyChains, 'get' | 'refresh'>
}

/** The words that wait to be saved here; null when there are none, or another device has replaced them. */
export async function waitingWords({ account, chains }: WaitingDeps): Promise<string | null> {
  const candidates = await account.recoveryWords()
  if (candidates.length === 0) return null
  const { user } = account.self
  const known = await findListed(await chains.get(user), candidates)
  if (known !== null) return known
  try {
    const fresh = await findListed(await chains.refresh(user), candidates)
    if (fresh === null) await account.forgetRecoveryWords()
    return fresh
  } catch (error) {
    if (isOffline(error)) return null
    throw error
  }
}

async function findListed(chain: ChainState | null, candidates: readonly string[]): Promise<string | null> {
  const { parseRecovery } = await import('@soroka/crypto/recovery')
  if (chain === null) return null
  for (const words of candidates) {
    const parsed = parseRecovery(words)
    const listed = parsed.ok && (await isListedFactor(chain, { kind: FACTOR.recovery, secret: parsed.key }))
    if (listed) return words
  }
  return null
}

import { type Account, type FactorWrap, verifyChain } from '@soroka/crypto'
import { type FlowId, SorokaError } from '@soroka/protocol'
import { equal, fromBase64url } from '@soroka/protocol/bytes'
import { type ChainState, FACTOR, factorBlob } from '@soroka/protocol/records'
import type { Api } from '../api/api.ts'
import { hasCode } from '../api/api-errors.ts'
import type { KeyChains } from '../people/key-chains.ts'
import type { LocalAccount } from './local-account.ts'
import { unlock } from './unlock.ts'

export interface UnlockDeps {
  api: Api
  account: LocalAccount
  chains: Pick<KeyChains, 'get'>
}

/** The account, open for one operation of this device. Nothing of it may be kept. */
export interface Unlocked {
  flow: FlowId
  account: Account
  /** The account secret under each factor that there is. */
  wraps: readonly FactorWrap[]
  version: number
  registrationResponse: string | undefined
}

const ATTEMPTS = 3

/**
 * Proves the password once more and does one thing with the account's own keys; again, when another device was quicker to
 * write on the chain.
 * @throws SorokaError CREDENTIALS_WRONG
 */
export async function unlockedFor<T>(
  deps: UnlockDeps,
  given: { password: string; registrationRequest?: string },
  work: (unlocked: Unlocked) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const unlocked = await unlockHere(deps, given)
    try {
      return await work(unlocked)
    } catch (error) {
      if (!hasCode(error, 'CHAIN_CONFLICT') || attempt === ATTEMPTS) throw error
    }
  }
}

async function unlockHere(
  { api, account, chains }: UnlockDeps,
  { password, ...registration }: { password: string; registrationRequest?: string },
): Promise<Unlocked> {
  const opaque = await import('@soroka/crypto/opaque')
  const { state, request } = await opaque.startLogin(password)
  const { flow, loginResponse } = await api.auth.unlock.start({ startLoginRequest: request })
  const proof = await opaque.finishLogin({ password, state, response: loginResponse })
  if (proof === null) throw new SorokaError('CREDENTIALS_WRONG')
  const answer = await api.auth.unlock.finish({ flow, finishLoginRequest: proof.finish, ...registration })
  const { user } = account.self
  const opened = await unlock({ ...answer, user }, { kind: FACTOR.password, secret: proof.exportKey })
  await checkGrown(await chains.get(user), answer.chain)
  const wraps = opened.chain.factors.map((factor) => {
    const blob = answer.blobs.find(({ kind }) => kind === factorBlob(factor))
    if (blob === undefined) throw new SorokaError('UNAVAILABLE', { reason: 'wraps' })
    return { factor, wrap: fromBase64url(blob.bytes) }
  })
  const { version, registrationResponse } = answer
  return { flow: answer.flow, account: opened, wraps, version, registrationResponse }
}

/** A server that shows an old end of my chain would have me sign beside what I signed before. */
async function checkGrown(known: ChainState | null, entries: readonly string[]): Promise<void> {
  if (known === null) return
  const same = await verifyChain(known.user, entries.slice(0, known.seq + 1).map(fromBase64url))
  if (!same.ok || same.state.seq !== known.seq || !equal(same.state.headHash, known.headHash))
    throw new SorokaError('CHAIN_REFUSED', { reason: 'own_chain' })
}

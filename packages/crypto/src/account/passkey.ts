import type { Bytes } from '@soroka/protocol/bytes'
import { CHAIN_OP, FACTOR } from '@soroka/protocol/records'
import type { ChainState, Factor } from '@soroka/protocol/records'
import { signPairFromSeed } from '../primitives/sign.ts'
import { wrapForFactor } from './account.ts'
import type { Account } from './account.ts'
import { appendEntry } from './chain.ts'
import { factorPair } from './factor.ts'

/** The factor of a passkey, by the 32 bytes that its PRF gives for our salt (E96). */
export async function passkeyFactor(secret: Uint8Array): Promise<Factor> {
  return { kind: FACTOR.passkey, pub: (await factorPair({ kind: FACTOR.passkey, secret })).pub }
}

/** One more way to open the account: the entry that names the passkey's key, and AS under it. */
export async function addPasskey(
  account: Account,
  secret: Uint8Array,
): Promise<{ entry: Bytes; chain: ChainState; factor: Factor; wrap: Bytes }> {
  const factor = await passkeyFactor(secret)
  const ik = await signPairFromSeed(account.ikSeed)
  const { entry, state } = await appendEntry(account.user, account.chain, ik.key, { op: CHAIN_OP.factor, factor })
  return { entry, chain: state, factor, wrap: await wrapForFactor(account, { kind: FACTOR.passkey, secret }) }
}

/** What was sealed to a factor of this fingerprint (32 bytes) is not sealed to it any more. */
export async function removeFactor(account: Account, fp: Bytes): Promise<{ entry: Bytes; chain: ChainState }> {
  const ik = await signPairFromSeed(account.ikSeed)
  const { entry, state } = await appendEntry(account.user, account.chain, ik.key, { op: CHAIN_OP.factor_remove, fp })
  return { entry, chain: state }
}

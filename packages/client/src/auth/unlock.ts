import {
  type Account,
  addDevice,
  createVaultKey,
  CryptoError,
  type FactorSecret,
  openAccount,
  passkeyFactor,
  verifyChain,
} from '@soroka/crypto'
import { SorokaError, type UserId } from '@soroka/protocol'
import { type Bytes, fromBase64url } from '@soroka/protocol/bytes'
import { currentPuk, FACTOR, factorBlob } from '@soroka/protocol/records'

interface Locked {
  user: UserId
  chain: string[]
  blobs: { kind: string; bytes: string }[]
}

/** Unlocks the account for one operation. CREDENTIALS_WRONG when the factor, the chain or a blob isn't the account's. */
export async function unlock(locked: Locked, factor: FactorSecret): Promise<Account> {
  const result = await verifyChain(locked.user, locked.chain.map(fromBase64url))
  if (!result.ok) throw new SorokaError('CHAIN_REFUSED', { reason: result.reason })
  const { state } = result
  const blob = (kind: string): Bytes => {
    const found = locked.blobs.find((one) => one.kind === kind)
    if (found === undefined) throw new SorokaError('CREDENTIALS_WRONG', { missing: kind })
    return fromBase64url(found.bytes)
  }
  try {
    return await openAccount({
      chain: state,
      factor,
      wrap: blob(await nameOf(factor)),
      ikWrap: blob('ik'),
      pukWrap: blob(`puk.${currentPuk(state).gen}`),
    })
  } catch (error) {
    if (error instanceof CryptoError) throw new SorokaError('CREDENTIALS_WRONG', { reason: error.code })
    throw error
  }
}

/** Of the wrap that a factor opens; a passkey tells by its secret which is its own. */
async function nameOf(factor: FactorSecret): Promise<string> {
  if (factor.kind === FACTOR.passkey) return factorBlob(await passkeyFactor(factor.secret))
  return factor.kind === FACTOR.recovery ? 'as.recovery' : 'as.password'
}

/** Certifies this device with the unlocked account. AS and IK end with the caller; only the PUK goes to the disk. */
export async function certify(account: Account, chain: Bytes[]) {
  const { device, entry, chain: state } = await addDevice(account)
  const keys = {
    vault: await createVaultKey(),
    deviceKey: device.sign.key,
    sealSeed: device.seal.seed,
    puks: account.puks,
    chain: [...chain, entry],
    pin: state.ikFp,
  }
  return { entry, keys }
}

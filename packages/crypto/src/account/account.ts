import type { UserId } from '@soroka/protocol'
import { equal } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import {
  authChallengeInput,
  CHAIN_OP,
  currentPuk,
  FACTOR,
  fingerprintFactor,
  fingerprintIk,
  fingerprintPuk,
  passwordChangeInput,
} from '@soroka/protocol/records'
import type { ChainState } from '@soroka/protocol/records'
import { CryptoError } from '../crypto-error.ts'
import { sealPairFromSeed } from '../primitives/hpke.ts'
import { randomBytes } from '../primitives/random.ts'
import { sign, signPairFromSeed } from '../primitives/sign.ts'
import { appendEntry } from './chain.ts'
import { certifiable, createDeviceKeys } from './device.ts'
import type { DeviceKeys } from './device.ts'
import { createAnchor, factorPair, unwrapAs, wrapAs } from './factor.ts'
import type { FactorSecret } from './factor.ts'
import { authPair, unwrapIk, unwrapOlderPuk, unwrapPuk, wrapIk, wrapPuk } from './secrets.ts'
import type { PukSecret } from './secrets.ts'

/** An account unlocked for one operation. Drop it afterwards: an ordinary device keeps only `puks` and its device keys. */
export type Account = {
  readonly user: UserId
  readonly as: Bytes
  readonly ikSeed: Bytes
  /** Ascending by generation. */
  readonly puks: readonly PukSecret[]
  readonly chain: ChainState
}

/** What the server keeps for an account; opaque to it. */
export type AccountBlobs = {
  /** AS for the password and for the recovery key (FACTOR_WRAP_BYTES each). */
  readonly passwordWrap: Bytes
  readonly recoveryWrap: Bytes
  /** IK and the newest PUK under AS (60 bytes each). */
  readonly ikWrap: Bytes
  readonly pukWrap: Bytes
}

export type CreatedAccount = {
  readonly account: Account
  readonly device: DeviceKeys
  /** The chain's first entry, encoded. */
  readonly entry: Bytes
  readonly blobs: AccountBlobs
}

/** Makes all keys of a new account. `exportKey` comes from OPAQUE's registration, `recoveryKey` is 32 random bytes. */
export async function createAccount(args: {
  readonly user: UserId
  readonly exportKey: Uint8Array
  readonly recoveryKey: Uint8Array
}): Promise<CreatedAccount> {
  const { user } = args
  const as = randomBytes(32)
  const ikSeed = randomBytes(32)
  const puk = { gen: 1, seed: randomBytes(32) }
  const password = { kind: FACTOR.password, secret: args.exportKey }
  const recovery = { kind: FACTOR.recovery, secret: args.recoveryKey }
  const [ik, auth, pukPair, passwordPair, recoveryPair, device] = await Promise.all([
    signPairFromSeed(ikSeed),
    authPair(as),
    sealPairFromSeed(puk.seed),
    factorPair(password),
    factorPair(recovery),
    createDeviceKeys(),
  ])
  const factors = [
    { kind: password.kind, pub: passwordPair.pub },
    { kind: recovery.kind, pub: recoveryPair.pub },
  ]
  const { entry, state } = await appendEntry(user, null, ik.key, {
    op: CHAIN_OP.create,
    ikPub: ik.pub,
    authPub: auth.pub,
    pukGen: puk.gen,
    pukPub: pukPair.pub,
    factors,
    device: certifiable(device),
  })
  const account = { user, as, ikSeed, puks: [puk], chain: state }
  const blobs = {
    passwordWrap: await wrapForFactor(account, password),
    recoveryWrap: await wrapForFactor(account, recovery),
    ikWrap: await wrapIk(user, as, ikSeed),
    pukWrap: await wrapPuk(user, as, puk),
  }
  return { account, device, entry, blobs }
}

/**
 * Unlocks an account by a factor against its verified chain. CryptoError 'cannot_open' if the factor is wrong or any
 * blob is not the one that belongs to this identity.
 */
export async function openAccount(args: {
  readonly chain: ChainState
  readonly factor: FactorSecret
  readonly wrap: Uint8Array
  readonly ikWrap: Uint8Array
  readonly pukWrap: Uint8Array
}): Promise<Account> {
  const { chain } = args
  const as = await unwrapAs(chain, args.factor, args.wrap)
  if (as === null) throw new CryptoError('cannot_open', 'account secret')
  const ikSeed = await unwrapIk(chain.user, as, args.ikWrap)
  if (ikSeed === null) throw new CryptoError('cannot_open', 'identity key')
  const ik = await signPairFromSeed(ikSeed)
  if (!equal(fingerprintIk(ik.pub), chain.ikFp)) throw new CryptoError('cannot_open', 'identity key of another chain')
  const newest = currentPuk(chain)
  const seed = await unwrapPuk(chain.user, as, newest.gen, args.pukWrap)
  if (seed === null) throw new CryptoError('cannot_open', 'user key')
  return { user: chain.user, as, ikSeed, puks: await openPuks(chain, { gen: newest.gen, seed }), chain }
}

/** All generations that the newest seed reaches, ascending. CryptoError 'cannot_open' if one isn't the chain's. */
export async function openPuks(chain: ChainState, newest: PukSecret): Promise<PukSecret[]> {
  const found: PukSecret[] = []
  let current: PukSecret | null = newest
  for (const puk of chain.puks.toReversed()) {
    if (current === null || current.gen !== puk.gen) throw new CryptoError('cannot_open', 'user key generation')
    const pair = await sealPairFromSeed(current.seed)
    if (!equal(fingerprintPuk(pair.pub), puk.fp)) throw new CryptoError('cannot_open', 'user key of another chain')
    found.unshift(current)
    const older: Bytes | null = puk.prevWrap === null ? null : await unwrapOlderPuk(chain.user, current, puk.prevWrap)
    current = older === null ? null : { gen: puk.gen - 1, seed: older }
  }
  return found
}

/** Certifies a new device of an unlocked account. */
export async function addDevice(account: Account): Promise<{ device: DeviceKeys; entry: Bytes; chain: ChainState }> {
  const device = await createDeviceKeys()
  const ik = await signPairFromSeed(account.ikSeed)
  const change = { op: CHAIN_OP.device_add, device: certifiable(device) } as const
  const { entry, state } = await appendEntry(account.user, account.chain, ik.key, change)
  return { device, entry, chain: state }
}

/** Proof to the server that the account secret is at hand (the chain's authPub checks it). */
export async function signAuthChallenge(user: UserId, as: Uint8Array, challenge: Uint8Array): Promise<Bytes> {
  return sign((await authPair(as)).key, authChallengeInput(user, challenge))
}

/** A new password: factor entry, wrap and the signature that the one transaction needs (rule 10). */
export async function resealPassword(args: {
  readonly account: Account
  readonly exportKey: Uint8Array
  readonly opaqueRecord: Uint8Array
  /** The blobs' version + 1. */
  readonly version: number
}): Promise<{ entry: Bytes; chain: ChainState; passwordWrap: Bytes; signature: Bytes }> {
  const { account, opaqueRecord, version } = args
  const factor = { kind: FACTOR.password, secret: args.exportKey }
  const ik = await signPairFromSeed(account.ikSeed)
  const { pub } = await factorPair(factor)
  const change = { op: CHAIN_OP.factor, factor: { kind: factor.kind, pub } } as const
  const { entry, state } = await appendEntry(account.user, account.chain, ik.key, change)
  const passwordWrap = await wrapForFactor(account, factor)
  const input = passwordChangeInput({ user: account.user, version, opaqueRecord, wrap: passwordWrap, entry })
  const signature = await sign((await authPair(account.as)).key, input)
  return { entry, chain: state, passwordWrap, signature }
}

/** Another recovery key (32 random bytes): the entry that names it, and AS under it. */
export async function resealRecovery(
  account: Account,
  recoveryKey: Uint8Array,
): Promise<{ entry: Bytes; chain: ChainState; recoveryWrap: Bytes }> {
  const factor = { kind: FACTOR.recovery, secret: recoveryKey }
  const ik = await signPairFromSeed(account.ikSeed)
  const { pub } = await factorPair(factor)
  const change = { op: CHAIN_OP.factor, factor: { kind: factor.kind, pub } } as const
  const { entry, state } = await appendEntry(account.user, account.chain, ik.key, change)
  return { entry, chain: state, recoveryWrap: await wrapForFactor(account, factor) }
}

/** Whether a factor is one that the chain lists now. */
export async function isListedFactor(chain: ChainState, factor: FactorSecret): Promise<boolean> {
  const fp = fingerprintFactor((await factorPair(factor)).pub)
  return chain.factors.some((listed) => listed.kind === factor.kind && equal(fingerprintFactor(listed.pub), fp))
}

/** AS for a factor that is at hand. */
export async function wrapForFactor(account: Account, factor: FactorSecret): Promise<Bytes> {
  const [{ pub }, ik] = await Promise.all([factorPair(factor), signPairFromSeed(account.ikSeed)])
  const anchor = await createAnchor(account.user, factor, fingerprintIk(ik.pub))
  return wrapAs({ user: account.user, as: account.as, factor: { kind: factor.kind, pub }, ikKey: ik.key, anchor })
}

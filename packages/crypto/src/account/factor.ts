import type { UserId } from '@soroka/protocol'
import { concat, equal, fromBase64url } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { BOX_BYTES, domainBytes, FACTOR, SIGNATURE_BYTES, WRAP_BYTES } from '@soroka/protocol/records'
import type { ChainState, Factor, FactorKind } from '@soroka/protocol/records'
import { importAeadKey, unwrapSecret, wrapSecret } from '../primitives/aead.ts'
import { deriveSecret } from '../primitives/hkdf.ts'
import { hpkeOpen, hpkeSeal, sealPairFromSeed } from '../primitives/hpke.ts'
import type { SealPair } from '../primitives/hpke.ts'
import { sign, verify } from '../primitives/sign.ts'

/** box 1,168 ‖ IK's signature 64 ‖ anchor 60. */
export const FACTOR_WRAP_BYTES = BOX_BYTES + SIGNATURE_BYTES + WRAP_BYTES

/** What opens an account: OPAQUE's export key (64 bytes), the recovery key (32) or a passkey's PRF output (32). */
export type FactorSecret = { readonly kind: FactorKind; readonly secret: Uint8Array }

const LABELS: Record<FactorKind, string> = {
  [FACTOR.password]: 'factor-password',
  [FACTOR.recovery]: 'factor-recovery',
  [FACTOR.passkey]: 'factor-passkey',
}

/** The X-Wing pair of a factor (rule 1): its public half stands on the chain, so AS can be sealed to it in its absence. */
export function factorPair(factor: FactorSecret): Promise<SealPair> {
  return sealPairFromSeed(deriveSecret(factor.secret, LABELS[factor.kind]))
}

/**
 * AS for one factor: sealed to its public half, signed by IK, and an anchor that names IK under a key that only the
 * factor gives. Anybody can seal to a public key; the anchor is why a server can't pass its own AS off at sign-in.
 */
export async function wrapAs(args: {
  readonly user: UserId
  readonly as: Uint8Array
  readonly factor: Factor
  readonly ikKey: CryptoKey
  readonly anchor: Uint8Array
}): Promise<Bytes> {
  const context = wrapContext(args.user, args.factor.pub)
  const box = await hpkeSeal(args.factor.pub, context, new Uint8Array(), args.as)
  return concat(box, await sign(args.ikKey, concat(context, box)), args.anchor)
}

/** Names IK to whoever holds the factor; stays valid when AS changes. */
export async function createAnchor(user: UserId, factor: FactorSecret, ikFp: Uint8Array): Promise<Bytes> {
  return wrapSecret(await anchorKey(factor), ikFp, fromBase64url(user))
}

export function anchorOf(wrap: Uint8Array): Bytes {
  return new Uint8Array(wrap.subarray(BOX_BYTES + SIGNATURE_BYTES))
}

/** AS, or null if the factor is wrong or the wrap is not from the identity of this chain. */
export async function unwrapAs(state: ChainState, factor: FactorSecret, wrap: Uint8Array): Promise<Bytes | null> {
  if (wrap.length !== FACTOR_WRAP_BYTES) return null
  const ikFp = await unwrapSecret(await anchorKey(factor), anchorOf(wrap), fromBase64url(state.user))
  if (ikFp === null || !equal(ikFp, state.ikFp)) return null
  const pair = await factorPair(factor)
  const context = wrapContext(state.user, pair.pub)
  const box = wrap.subarray(0, BOX_BYTES)
  const sig = wrap.subarray(BOX_BYTES, BOX_BYTES + SIGNATURE_BYTES)
  if (!(await verify(state.ikPub, sig, concat(context, box)))) return null
  return hpkeOpen(pair.seed, context, new Uint8Array(), box)
}

function anchorKey(factor: FactorSecret): Promise<CryptoKey> {
  return importAeadKey(deriveSecret(factor.secret, `${LABELS[factor.kind]}-anchor`))
}

function wrapContext(user: UserId, factorPub: Uint8Array): Bytes {
  return domainBytes('as-wrap', fromBase64url(user), factorPub)
}

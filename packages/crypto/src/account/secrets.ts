import type { UserId } from '@soroka/protocol'
import { Writer } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { ID_BYTES } from '@soroka/protocol/records'
import { importAeadKey, unwrapSecret, wrapSecret } from '../primitives/aead.ts'
import { deriveSecret } from '../primitives/hkdf.ts'
import { signPairFromSeed } from '../primitives/sign.ts'
import type { SignPair } from '../primitives/sign.ts'

/** One generation of the per-user key: the seed of the X-Wing pair that epoch boxes are sealed to. */
export type PukSecret = { readonly gen: number; readonly seed: Bytes }

/** Ed25519 from AS: signs what only the account's owner may ask of the server. */
export function authPair(as: Uint8Array): Promise<SignPair> {
  return signPairFromSeed(deriveSecret(as, 'auth-key'))
}

/** IK's seed under AS; 60 bytes. */
export async function wrapIk(user: UserId, as: Uint8Array, ikSeed: Uint8Array): Promise<Bytes> {
  return wrapSecret(await importAeadKey(deriveSecret(as, 'wrap-ik')), ikSeed, context(user, 0))
}

export async function unwrapIk(user: UserId, as: Uint8Array, wrap: Uint8Array): Promise<Bytes | null> {
  return unwrapSecret(await importAeadKey(deriveSecret(as, 'wrap-ik')), wrap, context(user, 0))
}

/** The newest PUK seed under AS; 60 bytes. */
export async function wrapPuk(user: UserId, as: Uint8Array, puk: PukSecret): Promise<Bytes> {
  return wrapSecret(await importAeadKey(deriveSecret(as, 'wrap-puk')), puk.seed, context(user, puk.gen))
}

export async function unwrapPuk(user: UserId, as: Uint8Array, gen: number, wrap: Uint8Array): Promise<Bytes | null> {
  return unwrapSecret(await importAeadKey(deriveSecret(as, 'wrap-puk')), wrap, context(user, gen))
}

/** The seed of generation gen - 1 under generation gen, as it stands on the chain; 60 bytes. */
export async function wrapOlderPuk(user: UserId, puk: PukSecret, olderSeed: Uint8Array): Promise<Bytes> {
  return wrapSecret(await importAeadKey(deriveSecret(puk.seed, 'wrap-older-puk')), olderSeed, context(user, puk.gen))
}

export async function unwrapOlderPuk(user: UserId, puk: PukSecret, wrap: Uint8Array): Promise<Bytes | null> {
  return unwrapSecret(await importAeadKey(deriveSecret(puk.seed, 'wrap-older-puk')), wrap, context(user, puk.gen))
}

function context(user: UserId, gen: number): Bytes {
  return new Writer().id(user, ID_BYTES).u32(gen).finish()
}

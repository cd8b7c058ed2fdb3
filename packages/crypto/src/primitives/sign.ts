import { concat, fromBase64url } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { CryptoError } from '../crypto-error.ts'
import { owned } from './owned.ts'

/** An Ed25519 pair (RFC 8032). The private half can't be exported. */
export type SignPair = { readonly pub: Bytes; readonly key: CryptoKey }

/** DER of a PKCS #8 Ed25519 key up to the seed (RFC 8410). */
const PKCS8_PREFIX = new Uint8Array([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20])

/** Imported public keys live as long as the bytes they came from. */
const imported = new WeakMap<Uint8Array, Promise<CryptoKey>>()

/** A fresh pair whose private half never leaves WebCrypto. */
export async function generateSignPair(): Promise<SignPair> {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
  return { pub: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)), key: pair.privateKey }
}

/** The pair of a 32-byte seed. */
export async function signPairFromSeed(seed: Uint8Array): Promise<SignPair> {
  if (seed.length !== 32) throw new CryptoError('bad_key', 'Ed25519 seed')
  const der = concat(PKCS8_PREFIX, seed)
  // WebCrypto tells the public half only through a JWK of an exportable key, which is dropped at once.
  const exportable = await crypto.subtle.importKey('pkcs8', der, 'Ed25519', true, ['sign'])
  const { x } = await crypto.subtle.exportKey('jwk', exportable)
  if (x === undefined) throw new CryptoError('bad_key', 'Ed25519 public half')
  return { pub: fromBase64url(x), key: await crypto.subtle.importKey('pkcs8', der, 'Ed25519', false, ['sign']) }
}

/** A 64-byte signature. `message` begins with its domain (domainBytes). */
export async function sign(key: CryptoKey, message: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key, owned(message)))
}

/** Whether the signature is the key's; false also for bytes that are no key. */
export async function verify(pub: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean> {
  let key = imported.get(pub)
  if (key === undefined) {
    key = crypto.subtle.importKey('raw', owned(pub), 'Ed25519', false, ['verify'])
    imported.set(pub, key)
  }
  try {
    return await crypto.subtle.verify('Ed25519', await key, owned(signature), owned(message))
  } catch {
    return false
  }
}

import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core'
import { concat } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { SEAL_PUBLIC_BYTES } from '@soroka/protocol/records'
import { CryptoError } from '../crypto-error.ts'
import { owned } from './owned.ts'
import { NativeXWing } from './x-wing.ts'

/** An X-Wing pair (X25519 + ML-KEM-768): the 32-byte seed is the private key. */
export type SealPair = { readonly pub: Bytes; readonly seed: Bytes }

const ENC_BYTES = 1120
const kem = new NativeXWing()
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() })

/** Expanding a seed costs a millisecond; the result lives as long as the seed's bytes. */
const expanded = new WeakMap<Uint8Array, Promise<CryptoKeyPair>>()

/** The pair of a 32-byte seed. */
export async function sealPairFromSeed(seed: Bytes): Promise<SealPair> {
  const { publicKey } = await expand(seed)
  return { pub: new Uint8Array(await kem.serializePublicKey(publicKey)), seed }
}

/** HPKE base mode, one shot (RFC 9180): 1,120 bytes of enc ‖ ciphertext ‖ tag. CryptoError 'bad_key' if pub is no key. */
export async function hpkeSeal(
  pub: Uint8Array,
  info: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Promise<Bytes> {
  if (pub.length !== SEAL_PUBLIC_BYTES) throw new CryptoError('bad_key', 'X-Wing public key')
  const recipientPublicKey = await kem.deserializePublicKey(owned(pub))
  const sender = await suite.createSenderContext({ recipientPublicKey, info: owned(info) })
  const ciphertext = await sender.seal(owned(plaintext), owned(aad))
  return concat(new Uint8Array(sender.enc), new Uint8Array(ciphertext))
}

/** The opposite of hpkeSeal; null if seed, info, aad or box is not the one that was sealed. */
export async function hpkeOpen(seed: Bytes, info: Uint8Array, aad: Uint8Array, box: Uint8Array): Promise<Bytes | null> {
  try {
    const recipientKey = (await expand(seed)).privateKey
    const enc = owned(box.slice(0, ENC_BYTES))
    const recipient = await suite.createRecipientContext({ recipientKey, enc, info: owned(info) })
    return new Uint8Array(await recipient.open(owned(box.slice(ENC_BYTES)), owned(aad)))
  } catch {
    return null
  }
}

function expand(seed: Bytes): Promise<CryptoKeyPair> {
  if (seed.length !== 32) throw new CryptoError('bad_key', 'X-Wing seed')
  let pair = expanded.get(seed)
  if (pair === undefined) {
    pair = kem.generateKeyPairDerand(seed)
    expanded.set(seed, pair)
  }
  return pair
}

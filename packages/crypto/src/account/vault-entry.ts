import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { UserId } from '@soroka/protocol'
import { fromBase64url, toBase64url, utf8Decode, utf8Encode, Writer } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { domainBytes, ID_BYTES } from '@soroka/protocol/records'
import { importAeadKey, unwrapSecret, wrapSecret } from '../primitives/aead.ts'
import { deriveSecret } from '../primitives/hkdf.ts'
import type { PukSecret } from './secrets.ts'

const KEY_BYTES = 16
const GENERATION_BYTES = 4
/** Texts of many lengths come out as few. */
const STEP = 256
const SPACE = 0x20

/** What names and seals the entries of one account's vault. Made of the user keys that all of its devices have. */
export interface EntryKeys {
  /** The newest generation that this device has: what it writes lies under it. */
  readonly generation: number
  /** The server's name for an entry: the same on each device and after each rotation, and nothing without the key. */
  keyOf(name: string): string
  /** @param key as keyOf gave it; bound in with the version, so that neither may be swapped (R22) */
  seal(key: string, version: number, text: string): Promise<Bytes>
  open(key: string, version: number, sealed: Uint8Array): Promise<OpenedEntry>
}

/** `newer`: a generation is needed that isn't here yet; `broken`: not what was sealed for this key and version. */
export type OpenedEntry = { is: 'opened'; text: string } | { is: 'newer' } | { is: 'broken' }

/**
 * Names come from the oldest generation there is (the first one since the account was made or reset: `openPuks` gives each
 * device all of them), for they must last; values lie under the newest, so that a device that was revoked reads no more.
 */
export function entryKeys(user: UserId, puks: readonly PukSecret[]): EntryKeys | null {
  const sorted = puks.toSorted((a, b) => a.gen - b.gen)
  const [oldest, newest] = [sorted[0], sorted.at(-1)]
  if (oldest === undefined || newest === undefined) return null
  const names = deriveSecret(oldest.seed, 'vault-names', fromBase64url(user))
  const sealing = new Map(sorted.map((puk) => [puk.gen, importAeadKey(deriveSecret(puk.seed, 'vault-entry'))]))
  const aad = (key: string, version: number, gen: number) =>
    domainBytes('vault-entry', new Writer().id(user, ID_BYTES).id(key, KEY_BYTES).u64(version).u32(gen).finish())
  return {
    generation: newest.gen,
    keyOf: (name) => toBase64url(hmac(sha256, names, utf8Encode(name)).subarray(0, KEY_BYTES)),
    seal: async (key, version, text) => {
      const { gen } = newest
      const sealed = await wrapSecret(await keyFor(sealing, gen), pad(utf8Encode(text)), aad(key, version, gen))
      return new Writer().u32(gen).raw(sealed).finish()
    },
    open: async (key, version, sealed) => {
      if (sealed.length < GENERATION_BYTES) return { is: 'broken' }
      const gen = new DataView(sealed.buffer, sealed.byteOffset, GENERATION_BYTES).getUint32(0)
      if (gen > newest.gen) return { is: 'newer' }
      const under = sealing.get(gen)
      if (under === undefined) return { is: 'broken' }
      const plain = await unwrapSecret(await under, sealed.subarray(GENERATION_BYTES), aad(key, version, gen))
      return plain === null ? { is: 'broken' } : { is: 'opened', text: utf8Decode(plain) }
    },
  }
}

async function keyFor(sealing: ReadonlyMap<number, Promise<CryptoKey>>, gen: number): Promise<CryptoKey> {
  const key = sealing.get(gen)
  if (key === undefined) throw new RangeError(`generation ${gen}`)
  return await key
}

/** With spaces, which JSON passes over. */
function pad(bytes: Bytes): Bytes {
  const padded = new Uint8Array(Math.ceil(bytes.length / STEP) * STEP).fill(SPACE)
  padded.set(bytes)
  return padded
}

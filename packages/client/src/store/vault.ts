import { type Bytes, concat, utf8Encode } from '@soroka/protocol/bytes'
import { domainBytes } from '@soroka/protocol/records'

const IV = 12

/** A fresh vault key: it never leaves the browser's key store, so the disk alone opens nothing (G13). */
export function makeVaultKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** Seals what rests on this device. The place (`where`) is bound in: a sealed value moved elsewhere doesn't open. */
export class Vault {
  readonly #key: CryptoKey

  constructor(key: CryptoKey) {
    this.#key = key
  }

  async seal(where: string, plain: Uint8Array): Promise<Bytes> {
    const iv = crypto.getRandomValues(new Uint8Array(IV))
    const sealed = await crypto.subtle.encrypt(algorithm(iv, where), this.#key, plain as Bytes)
    return concat(iv, new Uint8Array(sealed))
  }

  /** Null when it doesn't open: the row was damaged or moved. */
  async open(where: string, sealed: Uint8Array): Promise<Bytes | null> {
    try {
      const iv = sealed.slice(0, IV) as Bytes
      return new Uint8Array(await crypto.subtle.decrypt(algorithm(iv, where), this.#key, sealed.slice(IV) as Bytes))
    } catch (error) {
      if (error instanceof DOMException || error instanceof RangeError) return null
      throw error
    }
  }
}

function algorithm(iv: Bytes, where: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: domainBytes('vault', utf8Encode(where)) }
}

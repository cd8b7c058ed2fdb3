import { CryptoError, openLocal, sealLocal } from '@soroka/crypto'
import type { Bytes } from '@soroka/protocol/bytes'

/** Seals what rests on this device. The place (`where`) is bound in: a sealed value moved elsewhere doesn't open. */
export class Vault {
  readonly #key: CryptoKey

  /** @param key never leaves the browser's key store, so the disk alone opens nothing (G13) */
  constructor(key: CryptoKey) {
    this.#key = key
  }

  seal(where: string, plain: Uint8Array): Promise<Bytes> {
    return sealLocal(this.#key, where, plain)
  }

  /** Null when it doesn't open: the row was damaged or moved. */
  async open(where: string, sealed: Uint8Array): Promise<Bytes | null> {
    try {
      return await openLocal(this.#key, where, sealed)
    } catch (error) {
      if (error instanceof CryptoError) return null
      throw error
    }
  }
}

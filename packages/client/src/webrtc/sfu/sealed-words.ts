const INFO = new TextEncoder().encode('soroka/v1/call-word\0')
const IV = 12

/** Bytes that stay where they are while they are sealed. */
type Raw = Uint8Array<ArrayBuffer>

/**
 * Words beside the media, sealed from device to device (E83): slot 1 ‖ iv 12 ‖ AES-256-GCM of the text, the sender's join as
 * additional data. The library seals what it sends, too, but does not tell who hears it whether it was.
 */
export class SealedWords {
  readonly #others = new Map<string, Map<number, CryptoKey>>()
  #mine: { identity: string; slot: number; key: CryptoKey } | null = null

  /** What opens the words of another join. */
  async set(identity: string, key: Raw, slot: number): Promise<void> {
    const slots = this.#others.get(identity) ?? new Map<number, CryptoKey>()
    this.#others.set(identity, slots.set(slot, await wordKey(key)))
  }

  /** What my own are sealed with from now on. */
  async setMine(identity: string, key: Raw, slot: number): Promise<void> {
    this.#mine = { identity, slot, key: await wordKey(key) }
  }

  /** @returns null while there is no key to send with */
  async seal(word: string): Promise<Raw | null> {
    if (!this.#mine) return null
    const { identity, slot, key } = this.#mine
    const iv = crypto.getRandomValues(new Uint8Array(IV))
    const sealed = await crypto.subtle.encrypt(cipher(iv, identity), key, new TextEncoder().encode(word))
    return Uint8Array.of(slot, ...iv, ...new Uint8Array(sealed))
  }

  /** @returns null for what this join did not seal under a key that is known here */
  async open(identity: string, bytes: Uint8Array): Promise<string | null> {
    const key = bytes[0] === undefined ? undefined : this.#others.get(identity)?.get(bytes[0])
    if (!key) return null
    const [iv, sealed] = [bytes.slice(1, 1 + IV), bytes.slice(1 + IV)]
    return crypto.subtle.decrypt(cipher(iv, identity), key, sealed).then(
      (text) => new TextDecoder().decode(text),
      () => null,
    )
  }
}

const cipher = (iv: Raw, identity: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(identity),
})

/** Of the key of frames (E76) one of its own, so that no two uses share a counter. */
async function wordKey(frameKey: Raw): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', frameKey, 'HKDF', false, ['deriveKey'])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: INFO }
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

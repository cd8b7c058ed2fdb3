import { BaseKeyProvider } from 'livekit-client'

/** A key for each join (never the shared-key mode: that can't leave anybody out), and several at a time of each. */
export class FrameKeys extends BaseKeyProvider {
  #mine = 0

  constructor() {
    // Frames that don't open are the server's doing, or come a moment too early: no key is given up for them.
    super({ sharedKey: false, ratchetWindowSize: 0, failureTolerance: -1, keyringSize: 256, keySize: 256 })
  }

  async set(identity: string, key: Uint8Array<ArrayBuffer>, slot: number): Promise<void> {
    const material = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveBits', 'deriveKey'])
    this.onSetEncryptionKey(material, identity, slot)
  }

  /** The same for what this device sends: from now on under this one. */
  async setMine(identity: string, key: Uint8Array<ArrayBuffer>, slot: number): Promise<void> {
    this.#mine = slot
    await this.set(identity, key, slot)
  }

  /** A new connection begins with it. */
  override getLatestManuallySetKeyIndex(): number {
    return this.#mine
  }
}

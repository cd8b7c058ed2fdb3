import { createECDH } from 'node:crypto'

export interface VapidKeys {
  /** Uncompressed point (65 bytes) and scalar (32 bytes) of P-256, base64url. */
  readonly publicKey: string
  readonly privateKey: string
}

/** A fresh private key by which push services know this server (RFC 8292): 32 bytes. */
export function makeVapidKey(): Buffer {
  const ecdh = createECDH('prime256v1')
  ecdh.generateKeys()
  const key = ecdh.getPrivateKey()
  // Leading zeros are left out there.
  return Buffer.concat([Buffer.alloc(32 - key.length), key])
}

export function vapidKeys(privateKey: Uint8Array): VapidKeys {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(privateKey)
  return { publicKey: ecdh.getPublicKey('base64url'), privateKey: Buffer.from(privateKey).toString('base64url') }
}

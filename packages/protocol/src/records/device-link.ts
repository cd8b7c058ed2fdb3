import { fromBase64url, Reader, toBase64url, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { DeviceLinkId, UserId } from '../ids.ts'
import type { ChainDevice } from './chain-entry.ts'
import { ID_BYTES, SEAL_PUBLIC_BYTES, SIGN_PUBLIC_BYTES } from './format.ts'
import { HASH_BYTES, hashRecord } from './hash.ts'

/** Bytes of the secret that only the code on the screen carries. */
export const LINK_SECRET_BYTES = 32

/** What a new device shows to one that is signed in (E93). The server knows `link` alone. */
export type DeviceOffer = {
  readonly link: DeviceLinkId
  readonly secret: Bytes
  /** Fingerprint of the new device's id and keys. */
  readonly keys: Bytes
}

const PREFIX = 'soroka-link:1:'

/** The text of the code: `soroka-link:1:` ‖ base64url(link ‖ secret ‖ keys) ‖ `:` ‖ the origin of the server. */
export function encodeLinkCode(offer: DeviceOffer, origin: string): string {
  const bytes = new Writer()
    .id(offer.link, ID_BYTES)
    .fixed(offer.secret, LINK_SECRET_BYTES)
    .fixed(offer.keys, HASH_BYTES)
    .finish()
  return `${PREFIX}${toBase64url(bytes)}:${origin}`
}

/** RecordError for anything that encodeLinkCode would not have written. */
export function decodeLinkCode(text: string): { readonly offer: DeviceOffer; readonly origin: string } {
  const body = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : ''
  const colon = body.indexOf(':')
  const reader = new Reader(fromBase64url(colon === -1 ? body : body.slice(0, colon)))
  const offer = {
    link: reader.id<DeviceLinkId>(ID_BYTES),
    secret: reader.fixed(LINK_SECRET_BYTES),
    keys: reader.fixed(HASH_BYTES),
  }
  reader.end()
  return { offer, origin: colon === -1 ? '' : body.slice(colon + 1) }
}

/** Fingerprint of a device's id and public keys, 32 bytes. */
export function fingerprintDevice(device: ChainDevice): Bytes {
  const writer = new Writer()
    .id(device.id, ID_BYTES)
    .fixed(device.signPub, SIGN_PUBLIC_BYTES)
    .fixed(device.sealPub, SEAL_PUBLIC_BYTES)
  return hashRecord('device-keys', writer.finish())
}

/** Which device is linked to whom: what both prove to each other. */
export function linkContext(link: DeviceLinkId, keys: Uint8Array, user: UserId, ikFp: Uint8Array): Bytes {
  return new Writer().id(link, ID_BYTES).fixed(keys, HASH_BYTES).id(user, ID_BYTES).fixed(ikFp, HASH_BYTES).finish()
}

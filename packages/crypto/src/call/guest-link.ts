import type { GuestId } from '@soroka/protocol'
import { RecordError, Writer } from '@soroka/protocol/bytes'
import { guestPlace, ID_BYTES } from '@soroka/protocol/records'
import type { GuestParty, GuestPlace } from '@soroka/protocol/records'
import { epochSecret } from '../epoch/epoch-key.ts'
import type { EpochKey } from '../epoch/epoch-key.ts'
import { importAeadKey } from '../primitives/aead.ts'
import { deriveSecret } from '../primitives/hkdf.ts'
import { signPairFromSeed } from '../primitives/sign.ts'
import type { SignPair } from '../primitives/sign.ts'

/**
 * The key of a link, which every member derives from the key of the epoch. The public half is what the link carries, and the
 * server never sees it: who has it can seal and open. Only members have the private half: so no guest passes for one of them.
 */
export function guestLinkPair(key: Pick<EpochKey, 'chat' | 'n' | 'ek'>, place: GuestPlace): Promise<SignPair> {
  return signPairFromSeed(deriveSecret(epochSecret(key.chat, key.n, key.ek, 'call'), 'guest-link', guestPlace(place)))
}

/** The key of a link's card. */
export function cardKey(link: Uint8Array, place: GuestPlace): Promise<CryptoKey> {
  return importAeadKey(deriveSecret(link, 'guest-card', guestPlace(place)))
}

/** The key of one guest's hello, and that of his pass. */
export function guestKey(
  link: Uint8Array,
  label: 'guest-hello' | 'guest-pass',
  { guest, ...place }: GuestPlace & { readonly guest: GuestId },
): Promise<CryptoKey> {
  const at = new Writer().raw(guestPlace(place)).id(guest, ID_BYTES).finish()
  return importAeadKey(deriveSecret(link, label, at))
}

/** The key of what one device says to another one, of which at least one is a guest's. */
export function guestSignalKey(
  link: Uint8Array,
  { from, to, ...place }: GuestPlace & { readonly from: GuestParty; readonly to: GuestParty },
): Promise<CryptoKey> {
  const at = new Writer().raw(guestPlace(place)).id(from.device, ID_BYTES).id(to.device, ID_BYTES).finish()
  return importAeadKey(deriveSecret(link, 'guest-signal', at))
}

export function unlessMalformed<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof RecordError) return null
    throw error
  }
}

/** Both belong to one link of one call. */
export function isSamePlace(a: GuestPlace, b: GuestPlace): boolean {
  return a.call === b.call && a.link === b.link
}

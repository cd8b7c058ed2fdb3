import { concat } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import {
  cardSigningInput,
  decodeName,
  encodeName,
  guestPlace,
  IV_BYTES,
  pad,
  SIGNATURE_BYTES,
  splitSealed,
  unpad,
} from '@soroka/protocol/records'
import type { GuestPlace } from '@soroka/protocol/records'
import { aeadOpen, aeadSeal } from '../primitives/aead.ts'
import { randomBytes } from '../primitives/random.ts'
import { sign, verify } from '../primitives/sign.ts'
import type { SignPair } from '../primitives/sign.ts'
import { cardKey, unlessMalformed } from './guest-link.ts'

/** Who invites, for whoever holds the link and nobody else. */
export async function sealGuestCard(pair: SignPair, place: GuestPlace, inviter: string): Promise<Bytes> {
  const name = encodeName(inviter)
  const iv = randomBytes(IV_BYTES)
  const sig = await sign(pair.key, cardSigningInput(place, name))
  const key = await cardKey(pair.pub, place)
  return concat(iv, await aeadSeal(key, iv, concat(sig, pad(name)), guestPlace(place)))
}

/** The name of the member who invites; null: it is not the card of this link, or no member made it. */
export async function openGuestCard(link: Bytes, place: GuestPlace, card: Uint8Array): Promise<string | null> {
  const parts = unlessMalformed(() => splitSealed(card))
  if (parts === null) return null
  const inner = await aeadOpen(await cardKey(link, place), parts.iv, parts.ciphertext, guestPlace(place))
  const bytes = inner && unlessMalformed(() => unpad(inner.subarray(SIGNATURE_BYTES)))
  if (inner === null || bytes === null) return null
  const honest = await verify(link, inner.slice(0, SIGNATURE_BYTES), cardSigningInput(place, bytes))
  return honest ? unlessMalformed(() => decodeName(bytes)) : null
}

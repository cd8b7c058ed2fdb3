import type { GuestId } from '@soroka/protocol'
import { concat, equal } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import {
  decodeHello,
  decodeName,
  encodeGuestHeader,
  encodeHello,
  encodeName,
  helloSigningInput,
  IV_BYTES,
  pad,
  passSigningInput,
  SIGNATURE_BYTES,
  splitSealed,
  unpad,
} from '@soroka/protocol/records'
import type { GuestPlace } from '@soroka/protocol/records'
import { aeadOpen, aeadSeal } from '../primitives/aead.ts'
import { randomBytes } from '../primitives/random.ts'
import { sign, verify } from '../primitives/sign.ts'
import type { SignPair } from '../primitives/sign.ts'
import { guestKey, isSamePlace, unlessMalformed } from './guest-link.ts'

/** A guest as his hello shows him. */
export type KnownGuest = GuestPlace & {
  readonly guest: GuestId
  /** What he calls himself: nobody vouches for it. */
  readonly name: string
  /** Every word of his in this call is signed with it. */
  readonly pub: Bytes
}

/** What a guest says when he knocks: his name and the key he made for this call, signed with it. */
export async function sealHello(
  link: Bytes,
  { name, pair, ...who }: GuestPlace & { readonly guest: GuestId; readonly name: string; readonly pair: SignPair },
): Promise<Bytes> {
  const header = encodeGuestHeader({ ...who, pub: pair.pub })
  const bytes = encodeName(name)
  const iv = randomBytes(IV_BYTES)
  const inner = concat(await sign(pair.key, helloSigningInput(header, bytes)), pad(bytes))
  return encodeHello(header, iv, await aeadSeal(await guestKey(link, 'guest-hello', who), iv, inner, header))
}

/** Null: it is of another guest, link or call, its author does not hold the link, or not the key that it names. */
export async function openHello(
  link: Bytes,
  who: GuestPlace & { readonly guest: GuestId },
  hello: Uint8Array,
): Promise<KnownGuest | null> {
  const decoded = unlessMalformed(() => decodeHello(hello))
  if (decoded === null) return null
  const { header, headerBytes, iv, ciphertext } = decoded
  if (header.guest !== who.guest || !isSamePlace(header, who)) return null
  const inner = await aeadOpen(await guestKey(link, 'guest-hello', who), iv, ciphertext, headerBytes)
  const bytes = inner && unlessMalformed(() => unpad(inner.subarray(SIGNATURE_BYTES)))
  if (inner === null || bytes === null) return null
  // The link's own key would make him a member.
  if (equal(header.pub, link)) return null
  const signed = await verify(header.pub, inner.slice(0, SIGNATURE_BYTES), helloSigningInput(headerBytes, bytes))
  const name = signed ? unlessMalformed(() => decodeName(bytes)) : null
  return name === null ? null : { ...header, name }
}

/** A member's word that this guest was let in with this key, for the guest and everybody in the call. */
export async function sealPass(pair: SignPair, guest: Omit<KnownGuest, 'name'>): Promise<Bytes> {
  const header = encodeGuestHeader(guest)
  const iv = randomBytes(IV_BYTES)
  const sig = await sign(pair.key, passSigningInput(header))
  return concat(iv, await aeadSeal(await guestKey(pair.pub, 'guest-pass', guest), iv, sig, header))
}

/** Whether a member let in the guest with this key. */
export async function isPass(link: Bytes, guest: Omit<KnownGuest, 'name'>, pass: Uint8Array): Promise<boolean> {
  const parts = unlessMalformed(() => splitSealed(pass))
  if (parts === null) return false
  const header = encodeGuestHeader(guest)
  const sig = await aeadOpen(await guestKey(link, 'guest-pass', guest), parts.iv, parts.ciphertext, header)
  return sig !== null && (await verify(link, sig, passSigningInput(header)))
}

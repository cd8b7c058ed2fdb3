import type { DeviceId } from '@soroka/protocol'
import { concat } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import {
  decodeGuestSignal,
  decodeGuestWords,
  encodeGuestSignal,
  encodeGuestSignalHeader,
  encodeGuestWords,
  guestSignalSigningInput,
  IV_BYTES,
  pad,
  SIGNATURE_BYTES,
  unpad,
} from '@soroka/protocol/records'
import type { GuestPlace, GuestSignalHeader, GuestWords } from '@soroka/protocol/records'
import { aeadOpen, aeadSeal } from '../primitives/aead.ts'
import { randomBytes } from '../primitives/random.ts'
import { sign, verify } from '../primitives/sign.ts'
import { guestSignalKey, isSamePlace, unlessMalformed } from './guest-link.ts'

/** Seals what goes to a guest or comes from one. `signKey`: the guest's own, or the link's for members. */
export async function sealGuestSignal(
  link: Bytes,
  signKey: CryptoKey,
  header: GuestSignalHeader,
  words: GuestWords,
): Promise<Bytes> {
  const headerBytes = encodeGuestSignalHeader(header)
  const bytes = encodeGuestWords(words)
  const sig = await sign(signKey, guestSignalSigningInput(headerBytes, bytes))
  const iv = randomBytes(IV_BYTES)
  const ciphertext = await aeadSeal(await guestSignalKey(link, header), iv, concat(sig, pad(bytes)), headerBytes)
  return encodeGuestSignal(headerBytes, iv, ciphertext)
}

export type OpenedGuestSignal = { readonly header: GuestSignalHeader; readonly words: GuestWords }

/**
 * Opens a signal from or to a guest; null for all that is not to be believed. Whether it was told before, and whether its
 * joins are still those of the call, is for who keeps count.
 */
export async function openGuestSignal(args: {
  readonly link: Bytes
  readonly place: GuestPlace
  readonly self: DeviceId
  readonly signal: Uint8Array
  /** The key of a device: of a guest the one that he was let in with, of members the link's. Null: it has nothing to say. */
  readonly signerOf: (device: DeviceId) => Bytes | null
}): Promise<OpenedGuestSignal | null> {
  const { link, place, self, signerOf } = args
  const decoded = unlessMalformed(() => decodeGuestSignal(args.signal))
  if (decoded === null) return null
  const { header, headerBytes, iv, ciphertext } = decoded
  if (!isSamePlace(header, place) || header.to.device !== self) return null
  const signer = signerOf(header.from.device)
  if (signer === null) return null
  const inner = await aeadOpen(await guestSignalKey(link, header), iv, ciphertext, headerBytes)
  const bytes = inner && unlessMalformed(() => unpad(inner.subarray(SIGNATURE_BYTES)))
  if (inner === null || bytes === null) return null
  const sig = inner.slice(0, SIGNATURE_BYTES)
  if (!(await verify(signer, sig, guestSignalSigningInput(headerBytes, bytes)))) return null
  const words = unlessMalformed(() => decodeGuestWords(bytes))
  return words && { header, words }
}

import { concat, Reader, RecordError, utf8Decode, utf8Encode, Writer } from '../bytes/index.ts'
import type { Bytes } from '../bytes/index.ts'
import type { CallId, GuestId, LinkId } from '../ids.ts'
import { limits } from '../limits.ts'
import { IV_BYTES } from './envelope.ts'
import { ID_BYTES, readFormat, SIGN_PUBLIC_BYTES, writeFormat } from './format.ts'
import { domainBytes } from './hash.ts'

const HEADER_BYTES = 2 + 3 * ID_BYTES + SIGN_PUBLIC_BYTES
/** A UTF-16 unit is three bytes of UTF-8 at most. */
const MAX_NAME = 3 * limits.name

/** The link of one call by which guests come. */
export type GuestPlace = { readonly call: CallId; readonly link: LinkId }

/** Who knocks: his number in the call and the key that he signs with, made for it. */
export type GuestHeader = GuestPlace & { readonly guest: GuestId; readonly pub: Bytes }

/** A part of a guest's records as it travels. */
export type SealedPart = { readonly iv: Bytes; readonly ciphertext: Bytes }

export function encodeGuestHeader({ call, link, guest, pub }: GuestHeader): Bytes {
  return writeFormat(new Writer())
    .raw(guestPlace({ call, link }))
    .id(guest, ID_BYTES)
    .fixed(pub, SIGN_PUBLIC_BYTES)
    .finish()
}

/** header ‖ iv ‖ ciphertext: what a guest says of himself when he knocks. */
export function encodeHello(headerBytes: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Bytes {
  return concat(headerBytes, iv, ciphertext)
}

/** Takes a hello apart without any key. RecordError for what is none. */
export function decodeHello(hello: Uint8Array): { header: GuestHeader; headerBytes: Bytes } & SealedPart {
  if (hello.length > limits.guestHelloBytes) throw new RecordError('too_large', 'hello')
  const reader = new Reader(hello)
  readFormat(reader)
  const header = {
    call: reader.id<CallId>(ID_BYTES),
    link: reader.id<LinkId>(ID_BYTES),
    guest: reader.id<GuestId>(ID_BYTES),
    pub: reader.fixed(SIGN_PUBLIC_BYTES),
  }
  return { header, headerBytes: hello.slice(0, HEADER_BYTES), iv: reader.fixed(IV_BYTES), ciphertext: reader.rest() }
}

/** iv ‖ ciphertext: of cards and passes. RecordError when there is not even an IV. */
export function splitSealed(sealed: Uint8Array): SealedPart {
  const reader = new Reader(sealed)
  return { iv: reader.fixed(IV_BYTES), ciphertext: reader.rest() }
}

export function encodeName(name: string): Bytes {
  const bytes = utf8Encode(name)
  if (bytes.length === 0 || bytes.length > MAX_NAME) throw new RecordError('length', 'name')
  return bytes
}

/** RecordError for what no honest guest or member would call himself. */
export function decodeName(bytes: Uint8Array): string {
  if (bytes.length === 0 || bytes.length > MAX_NAME) throw new RecordError('length', 'name')
  const name = utf8Decode(bytes)
  if (name.trim() !== name || name.length > limits.name || /\p{Cc}/u.test(name))
    throw new RecordError('encoding', 'name')
  return name
}

export function guestPlace({ call, link }: GuestPlace): Bytes {
  return new Writer().id(call, ID_BYTES).id(link, ID_BYTES).finish()
}

/** What the guest signs: that this key and this name want into this call by this link. */
export function helloSigningInput(headerBytes: Uint8Array, name: Uint8Array): Bytes {
  return domainBytes('guest-hello', headerBytes, name)
}

/** What members sign: that the guest with this key was let in. */
export function passSigningInput(headerBytes: Uint8Array): Bytes {
  return domainBytes('guest-pass', headerBytes)
}

/** What members sign: who invites by this link. */
export function cardSigningInput(place: GuestPlace, name: Uint8Array): Bytes {
  return domainBytes('guest-card', guestPlace(place), name)
}

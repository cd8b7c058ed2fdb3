import type { ChatId, UserId } from '@soroka/protocol'
import { concat, fromBase64url } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { joinSigningInput } from '@soroka/protocol/records'
import { importAeadKey, unwrapSecret, wrapSecret } from '../primitives/aead.ts'
import { deriveSecret } from '../primitives/hkdf.ts'
import { sign, signPairFromSeed, verify } from '../primitives/sign.ts'

/** Whom a link lets in: the person with these keys and nobody else. */
export type Joiner = { readonly chat: ChatId; readonly user: UserId; readonly ikFp: Bytes; readonly pukFp: Bytes }

/** The public half of a link's key: what the signed epochs list. The link itself carries the 32-byte seed. */
export async function inviteKey(seed: Uint8Array): Promise<Bytes> {
  return (await pairOf(seed)).pub
}

/** The joiner's proof that he holds the link (rule 4). */
export async function signJoin(seed: Uint8Array, joiner: Joiner): Promise<Bytes> {
  return sign((await pairOf(seed)).key, joinSigningInput(joiner))
}

export function verifyJoin(pub: Uint8Array, proof: Uint8Array, joiner: Joiner): Promise<boolean> {
  return verify(pub, proof, joinSigningInput(joiner))
}

/** What a link shows before joining, under a key that only the link's holder derives. */
export async function sealCard(seed: Uint8Array, chat: ChatId, card: Uint8Array): Promise<Bytes> {
  const pub = await inviteKey(seed)
  return wrapSecret(await cardKey(seed), card, cardPlace(chat, pub))
}

/** Null when it is not the card of this chat and link. */
export async function openCard(seed: Uint8Array, chat: ChatId, sealed: Uint8Array): Promise<Bytes | null> {
  const pub = await inviteKey(seed)
  return unwrapSecret(await cardKey(seed), sealed, cardPlace(chat, pub))
}

function pairOf(seed: Uint8Array) {
  return signPairFromSeed(deriveSecret(seed, 'invite-sign'))
}

function cardKey(seed: Uint8Array): Promise<CryptoKey> {
  return importAeadKey(deriveSecret(seed, 'invite-card'))
}

function cardPlace(chat: ChatId, pub: Uint8Array): Bytes {
  return concat(fromBase64url(chat), pub)
}

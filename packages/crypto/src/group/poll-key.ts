import type { ChatId, MsgId } from '@soroka/protocol'
import { concat, fromBase64url } from '@soroka/protocol/bytes'
import type { Bytes } from '@soroka/protocol/bytes'
import { domainBytes } from '@soroka/protocol/records'
import { CryptoError } from '../crypto-error.ts'
import { deriveSecret } from '../primitives/hkdf.ts'
import { hpkeOpen, hpkeSeal, sealPairFromSeed } from '../primitives/hpke.ts'

/** The 32-byte seed of a poll's key: any device with its author's PUK seed makes it again, to count. */
export function pollSeed(puk: Bytes, chat: ChatId, poll: MsgId): Bytes {
  return deriveSecret(puk, 'poll', concat(fromBase64url(chat), fromBase64url(poll)))
}

/** Every sealed vote has the same size, however many answers it names. */
const VOTE_BYTES = 32

/** The public half of an anonymous poll's key, 1,216 bytes; its author keeps the 32-byte seed (rule 25). */
export async function createPollKey(seed: Bytes): Promise<Bytes> {
  return (await sealPairFromSeed(seed)).pub
}

/**
 * A vote of at most 31 bytes for the poll's author alone. `info` binds it to chat, poll and voter.
 * CryptoError 'bad_key' if `pub` is no key or the vote is too long.
 */
export function sealVote(pub: Uint8Array, vote: Uint8Array, info: Uint8Array): Promise<Bytes> {
  if (vote.length >= VOTE_BYTES) throw new CryptoError('bad_key', 'vote')
  const padded = new Uint8Array(VOTE_BYTES)
  padded[0] = vote.length
  padded.set(vote, 1)
  return hpkeSeal(pub, domainBytes('vote', info), new Uint8Array(), padded)
}

/** Null for what was not sealed to this poll as this vote. */
export async function openVote(seed: Bytes, sealed: Uint8Array, info: Uint8Array): Promise<Bytes | null> {
  const padded = await hpkeOpen(seed, domainBytes('vote', info), new Uint8Array(), sealed)
  const length = padded?.[0]
  if (padded === null || length === undefined || padded.length !== VOTE_BYTES || length >= VOTE_BYTES) return null
  return padded.slice(1, 1 + length)
}

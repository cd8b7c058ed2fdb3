import { compareBase64url, fromBase64url, toBase64url } from '../bytes/index.ts'
import type { ChatId, UserId } from '../ids.ts'
import { hashRecord } from './hash.ts'

/** The one id of the direct chat of two people (rule 7); with himself it is a person's Nest. */
export function directChatId(a: UserId, b: UserId): ChatId {
  const [first, second] = compareBase64url(a, b) <= 0 ? [a, b] : [b, a]
  return toBase64url(hashRecord('direct', fromBase64url(first), fromBase64url(second))) as ChatId
}

/** A group's id, bound to its creator and a 16-byte nonce: nobody can take the id of a direct chat or of another's group. */
export function groupChatId(creator: UserId, nonce: Uint8Array): ChatId {
  return toBase64url(hashRecord('group', fromBase64url(creator), nonce)) as ChatId
}

import type { ChatId, FileId, UserId } from '@soroka/protocol'
import { deriveKey, hmac, sameBytes } from '../../platform/keys/index.ts'

/** As long as a link may be used (R20). */
const LINK_MS = 300_000

/** What a link is good for: this person, this file, as part of this chat. */
export interface Grant {
  readonly file: FileId
  readonly chat: ChatId
  readonly user: UserId
  readonly until: number
}

export interface Links {
  /** A path on this server. */
  sign(grant: Omit<Grant, 'until'>): { url: string; until: number }
  /** Whether this server signed it, and its time is not over. */
  holds(grant: Grant, mac: string): boolean
}

export function createLinks(secret: Uint8Array, now: () => number): Links {
  const key = deriveKey(secret, 'file-link')
  // Ids have one length and one alphabet each: no two grants are one text.
  const macOf = ({ file, chat, user, until }: Grant): Buffer => hmac(key, `${file}.${chat}.${user}.${until}`)
  return {
    sign: (asked) => {
      const grant = { ...asked, until: now() + LINK_MS }
      const { file, chat, user, until } = grant
      const query = new URLSearchParams({ chat, user, until: String(until), mac: macOf(grant).toString('base64url') })
      return { url: `/api/files/${file}/content?${query.toString()}`, until }
    },
    holds: (grant, mac) => now() < grant.until && sameBytes(macOf(grant), Buffer.from(mac, 'base64url')),
  }
}

import { createHmac } from 'node:crypto'
import type { GuestId, UserId } from '@soroka/protocol'
import type { TurnConfig } from '../../platform/config/index.ts'

/** How long credentials are good (S14): long enough to begin a call, and to mend one that broke. */
const TTL_MS = 600_000

export interface IceServers {
  servers: { urls: string[]; username?: string; credential?: string }[]
  expiresAt: number | null
}

/**
 * What helps two devices to find each other: nothing without a configuration, for nobody else's servers are asked by
 * default. Credentials as TURN servers with a shared secret check them (draft-uberti-behave-turn-rest): they name their end.
 */
export function iceFor(turn: TurnConfig | undefined, user: UserId | GuestId, now: number): IceServers {
  if (turn === undefined) return { servers: [], expiresAt: null }
  const { urls, secret } = turn
  const open = urls.filter((url) => url.startsWith('stun'))
  const relays = urls.filter((url) => url.startsWith('turn'))
  const stun = open.length === 0 ? [] : [{ urls: open }]
  if (relays.length === 0 || secret === undefined) return { servers: stun, expiresAt: null }
  const end = Math.floor((now + TTL_MS) / 1000)
  const username = `${end}:${user}`
  const credential = createHmac('sha1', secret).update(username).digest('base64')
  return { servers: [...stun, { urls: relays, username, credential }], expiresAt: end * 1000 }
}

import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import type { FetchGuard } from './fetch-guard.ts'

/** A URL that may be asked, with the only addresses that it may be asked at. */
export interface Target {
  readonly url: URL
  readonly addresses: readonly LookupAddress[]
}

/** Schemes, and the one port of each. */
const ports: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/**
 * Resolves a URL once. Undefined unless it is plain http(s) without a password, on a port that may be asked, and every
 * address of its name is open to the world: one of them that is not is reason enough to distrust the name.
 */
export async function vetTarget(
  text: string,
  base: string | undefined,
  guard: FetchGuard,
): Promise<Target | undefined> {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined
  const port = url === undefined ? undefined : ports[url.protocol]
  if (url === undefined || port === undefined || url.username !== '' || url.password !== '') return undefined
  if (!guard.mayUsePort(url.port === '' ? port : Number(url.port), port)) return undefined
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  const addresses = family === 0 ? await guard.lookup(host) : [{ address: host, family }]
  if (addresses.length === 0 || !addresses.every(({ address }) => guard.mayReach(address))) return undefined
  return { url, addresses }
}

/** Connects to the vetted addresses and no other: the name is not looked up again (a second answer may differ). */
export function pinnedLookup(addresses: Target['addresses']): LookupFunction {
  return (_, { all }, answer) => {
    const [first] = addresses
    if (all === true || first === undefined) answer(null, [...addresses])
    else answer(null, first.address, first.family)
  }
}

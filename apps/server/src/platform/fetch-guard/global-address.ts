import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Where the world is: only these of the IPv6 addresses are given out for it (RFC 4291, IANA). */
const worldV6 = ipaddr.parseCIDR('2000::/3')
/** In it, but not of it, and not known to the library by name: protocol assignments, 6to4, documentation. */
const specialV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map((text) => ipaddr.parseCIDR(text))

/** Looks like one of the world, but answers only machines of its cloud, with what they are set up by (Azure's wire server). */
const insideClouds = new Set(['168.63.129.16'])

/**
 * Whether an address is one that anybody in the world may reach (S9). Whatever carries an IPv4 address inside (mapped,
 * NAT64, 6to4, Teredo) leads somewhere else than it looks, so none of it passes.
 */
export function isGlobalAddress(address: string): boolean {
  if (isIP(address) === 0) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  if (parsed.kind() === 'ipv4') return !insideClouds.has(parsed.toString())
  return parsed.match(worldV6) && !specialV6.some((range) => parsed.match(range))
}

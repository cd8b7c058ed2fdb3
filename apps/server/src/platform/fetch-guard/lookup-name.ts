import type { LookupAddress } from 'node:dns'
import { Resolver } from 'node:dns/promises'

/**
 * All addresses of a name, the older kind first, by asking name servers only. Not by dns.lookup: that reads this machine's
 * own list of hosts, and runs on the four threads that files need too, where a slow name server of a stranger holds one
 * for half a minute.
 */
export async function lookupName(host: string, servers?: readonly string[]): Promise<LookupAddress[]> {
  const resolver = new Resolver({ timeout: 1500, tries: 2 })
  if (servers !== undefined) resolver.setServers(servers)
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  return [...addresses(v4, 4), ...addresses(v6, 6)]
}

/** None of a kind is no failure. */
function addresses(answer: PromiseSettledResult<string[]>, family: number): LookupAddress[] {
  return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : []
}

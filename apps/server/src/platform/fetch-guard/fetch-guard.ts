import type { LookupAddress } from 'node:dns'
import { isGlobalAddress } from './global-address.ts'
import { lookupName } from './lookup-name.ts'

/** What stands between a URL that somebody typed and the network of this machine. Tests bring other rules; nobody else. */
export interface FetchGuard {
  /** All addresses of a name, looked up once for each request. */
  lookup(host: string): Promise<readonly LookupAddress[]>
  mayReach(address: string): boolean
  /** `usual` is the port of the scheme. */
  mayUsePort(port: number, usual: number): boolean
}

export const fetchGuard: FetchGuard = {
  lookup: (host) => lookupName(host),
  mayReach: isGlobalAddress,
  mayUsePort: (port, usual) => port === usual,
}

import type { AuthDeps } from './auth-deps.ts'
import type { DeviceLinks } from './device-links.ts'
import type { Renewals } from './renewals.ts'
import type { Unlock } from './unlock.ts'

/** What operations of a signed-in device on its account need besides: the proved password, and new keys. */
export interface OperationDeps extends AuthDeps {
  readonly unlock: Unlock
  readonly renewals: Renewals
  readonly links: DeviceLinks
}

import type { Api } from '../api/api.ts'
import { createApi } from '../api/api.ts'
import { AccessTokens } from '../auth/access-tokens.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import { EpochKeys } from '../epochs/epoch-keys.ts'
import { EpochSync } from '../epochs/epoch-sync.ts'
import { Lately } from '../epochs/lately.ts'
import type { OpeningDeps } from '../epochs/with-epoch.ts'
import { KeyChains } from '../people/key-chains.ts'
import { readTrust } from '../people/trust-entry.ts'
import type { Platform } from '../platform/platform.ts'
import { TabLine } from '../tabs/tab-line.ts'
import type { VaultReader } from './vault-reader.ts'

/** Where a worker runs that opens pushes. */
export interface PushHost {
  baseUrl: string
  platform: Platform
}

export interface OpeningParts {
  api: Api
  opening: OpeningDeps
  close(): void
}

/**
 * What opens an envelope outside of an engine. It refreshes under the same Web Lock as the tabs and tells them (R21); what
 * it finds of epochs is not written down, for the tab that leads must see them come.
 */
export function openingParts(
  { baseUrl, platform }: PushHost,
  account: LocalAccount,
  settings: VaultReader,
): OpeningParts {
  const now = () => platform.now()
  const line = new TabLine(platform, account.self.user, () => undefined)
  const tokens = new AccessTokens(account, platform, createApi(baseUrl, platform.fetch, null), {
    renewed: (token) => line.post({ t: 'token', ...token }),
    // The next page that opens finds out by itself, and says so.
    ended: () => undefined,
  })
  const api = createApi(baseUrl, platform.fetch, tokens)
  const chains = new KeyChains({
    api,
    db: account.db,
    trust: (user) => readTrust(settings, user),
    changed: async () => undefined,
    now,
  })
  const moved = async () => undefined
  const sync = new EpochSync({ api, account, fence: null, chains, changed: () => undefined, moved, now })
  const opening = { sync, keys: new EpochKeys(account), chains, lately: new Lately(0) }
  return { api, opening, close: () => line.close() }
}

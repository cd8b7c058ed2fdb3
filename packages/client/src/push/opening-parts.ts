import type { Api } from '../api/api.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import { OwnKeys } from '../devices/own-keys.ts'
import { EpochKeys } from '../epochs/epoch-keys.ts'
import { EpochSync } from '../epochs/epoch-sync.ts'
import { Lately } from '../epochs/lately.ts'
import type { OpeningDeps } from '../epochs/with-epoch.ts'
import { KeyChains } from '../people/key-chains.ts'
import { readTrust } from '../people/trust-entry.ts'
import type { Platform } from '../platform/platform.ts'
import { lateApi, type ServerLine } from './late-api.ts'
import type { VaultReader } from './vault-reader.ts'

/** Where a worker runs that opens pushes. */
export interface PushHost {
  platform: Platform
  /** Brings what speaks with the server. Most pushes carry all that they tell: then it stays where it is. */
  openLine(account: LocalAccount): Promise<ServerLine>
}

export interface OpeningParts {
  api: Api
  opening: OpeningDeps
  close(): void
}

/**
 * What opens an envelope outside of an engine. What it finds of epochs is not written down, for the tab that leads must see
 * them come.
 */
export function openingParts(
  { platform, openLine }: PushHost,
  account: LocalAccount,
  settings: VaultReader,
): OpeningParts {
  let line: Promise<ServerLine> | undefined
  const api = lateApi(() => (line ??= openLine(account)))
  const now = () => platform.now()
  const chains = new KeyChains({
    api,
    db: account.db,
    trust: (user) => readTrust(settings, user),
    changed: async () => undefined,
    now,
  })
  const moved = async () => undefined
  const sync = new EpochSync({ api, account, fence: null, chains, changed: () => undefined, moved, now })
  const ownKeys = new OwnKeys({ api, account, chains, renewed: () => undefined })
  const keys = new EpochKeys(account, (gen) => ownKeys.find(gen))
  const opening = { sync, keys, chains, lately: new Lately(0) }
  // One that could not be opened is told to whoever asked.
  return { api, opening, close: () => void line?.then((opened) => opened.close()).catch(() => undefined) }
}

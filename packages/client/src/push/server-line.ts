import { type Api, createApi } from '../api/api.ts'
import { toSorokaError } from '../api/api-errors.ts'
import { AccessTokens } from '../auth/access-tokens.ts'
import type { LocalAccount } from '../auth/local-account.ts'
import type { Platform } from '../platform/platform.ts'
import { TabLine } from '../tabs/tab-line.ts'
import type { ServerLine } from './late-api.ts'

/** Where a worker runs that speaks with the server. */
export interface ServerHost {
  baseUrl: string
  platform: Platform
}

/**
 * The server as an account of this device speaks with it outside of an engine: refreshes under the same Web Lock as the tabs
 * and tells them (R21).
 */
export function connect({ baseUrl, platform }: ServerHost, account: LocalAccount): { api: Api; close(): void } {
  const line = new TabLine(platform, account.self.user, () => undefined)
  const tokens = new AccessTokens(account, platform, createApi(baseUrl, platform.fetch, null), {
    renewed: (token) => line.post({ t: 'token', ...token }),
    // The next page that opens finds out by itself, and says so.
    ended: () => undefined,
  })
  return { api: createApi(baseUrl, platform.fetch, tokens), close: () => line.close() }
}

type Verb = (input: unknown) => Promise<unknown>

/** The same for a script of other classes. */
export function openServerLine(host: ServerHost, account: LocalAccount): ServerLine {
  const { api, close } = connect(host, account)
  const parts = api as unknown as Record<string, Record<string, Verb>>
  return {
    close,
    ask: async (part, verb, input) => {
      try {
        return { result: await parts[part]?.[verb]?.(input) }
      } catch (error) {
        const { code, data } = toSorokaError(error)
        return { code, data }
      }
    },
  }
}

import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { RequestValidationPlugin, ResponseValidationPlugin } from '@orpc/contract/plugins'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { protocolVersion } from '@soroka/protocol'
import { contract } from '@soroka/protocol/contract'
import { hasCode, toSorokaError } from './api-errors.ts'

/** The HTTP contract as functions. They throw SorokaError and nothing else. */
export type Api = ContractRouterClient<typeof contract>

/** Where a call takes its bearer token from; null before sign-in. */
export interface TokenSource {
  /** The token of now, refreshed when it is about to end; null when there is none. */
  get(): Promise<string | null>
  /** Makes a new one, because the server called `token` over. */
  renew(token: string): Promise<void>
}

const TIMEOUT = 20_000

/**
 * A client of the API under `baseUrl`/api. What goes out is checked against the contract before a URL is built, so an
 * id from elsewhere can't turn into a path (S13); what comes in is checked too.
 */
export function createApi(baseUrl: string, send: typeof fetch, tokens: TokenSource | null): Api {
  const link = new OpenAPILink(contract, {
    url: new URL('/api', baseUrl).href,
    headers: async ({ context }, path) => {
      const headers: Record<string, string> = { 'x-soroka': '1', 'x-soroka-version': `${protocolVersion}` }
      const token = needsToken(path) ? await tokens?.get() : null
      if (typeof token === 'string') {
        headers['authorization'] = `Bearer ${token}`
        Object.assign(context, { token })
      }
      return headers
    },
    fetch: (request, init) =>
      send(new Request(request, { signal: AbortSignal.timeout(TIMEOUT) }), {
        ...init,
        credentials: 'same-origin',
        cache: 'no-store',
      }),
    plugins: [new RequestValidationPlugin(contract), new ResponseValidationPlugin(contract)],
    interceptors: [
      async ({ next, ...call }) => {
        const context: { token?: string } = {}
        const attempt = () => next({ ...call, context })
        try {
          return await attempt()
        } catch (raw) {
          const error = toSorokaError(raw)
          if (tokens === null || context.token === undefined || !hasCode(error, 'TOKEN_EXPIRED')) throw error
          await tokens.renew(context.token)
          return await attempt().catch((again: unknown) => {
            throw toSorokaError(again)
          })
        }
      },
    ],
  })
  return createORPCClient(link)
}

const TOKENLESS = new Set(['signUp', 'signIn', 'recovery', 'link', 'refresh', 'signOut'])

/** Getting in, back in and out goes without a token; so does nothing else. */
function needsToken([part = '', verb = '', step = '']: readonly string[]): boolean {
  return part !== 'auth' || !(TOKENLESS.has(verb) || (verb === 'passkeys' && step === 'signIn'))
}

import { limits, SorokaError } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import type { GifConfig } from '../../platform/config/index.ts'
import { guardedFetch } from '../../platform/fetch-guard/index.ts'
import type { FetchGuard } from '../../platform/fetch-guard/index.ts'
import { openGate, takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'
import type { Addresses } from './addresses.ts'
import { providers } from './provider.ts'

const searches = { amount: 30, seconds: 60 }
const pictures = { amount: 400, seconds: 60 }
const answerLimits = { ms: 8000, redirects: 1, bytes: 1_048_576 }
const pictureLimits = { ms: 15_000, redirects: 3, bytes: limits.gifBytes }

export interface GifDependencies {
  readonly limiter: RateLimiter
  /** Undefined: the owner chose no provider. */
  readonly provider: GifConfig | undefined
  readonly addresses: Addresses
  readonly guard?: FetchGuard
}

/**
 * Stands between people and the provider of GIFs. The provider sees this server and the words: no address, program, cookie
 * or account of whoever asks. Neither words nor pictures are kept or logged.
 */
export function createGifs({ limiter, provider, addresses, guard }: GifDependencies) {
  const gate = openGate(16, 64)
  const fetching = guard === undefined ? {} : { guard }
  const chosen = (): GifConfig => {
    if (provider === undefined) throw new SorokaError('FORBIDDEN', { reason: 'gif_search_off' })
    return provider
  }
  return {
    offered: provider !== undefined,

    /** @throws SorokaError FORBIDDEN without a provider, RATE_LIMITED, UNAVAILABLE when it does not answer as it should */
    search: async (user: UserId, query: string, next: string | undefined) => {
      const config = chosen()
      await takeOrThrow(limiter, [`gifs:${user}`, searches])
      const { address, read } = providers[config.kind]
      const options = { ...answerLimits, accept: 'application/json', takes: json, ...fetching }
      const fetched = await gate(() => guardedFetch(address(config, query, next), options))
      const page = fetched && read(parsed(fetched.body))
      if (page === undefined) throw new SorokaError('UNAVAILABLE')
      return {
        ...page,
        gifs: page.gifs
          .filter(
            ({ small, whole }) => URL.canParse(small) && URL.canParse(whole) && small.length + whole.length < 3000,
          )
          .map((gif) => ({ ...gif, small: addresses.sign(gif.small), whole: addresses.sign(gif.whole) })),
      }
    },

    /** @throws SorokaError NOT_FOUND for an address that no search of this server named, or what is no such picture */
    picture: async (user: UserId, signed: string) => {
      chosen()
      const address = addresses.read(signed)
      if (address === null) throw new SorokaError('NOT_FOUND')
      await takeOrThrow(limiter, [`gif:${user}`, pictures])
      const options = { ...pictureLimits, accept: 'image/gif, image/webp, video/mp4', takes: moving, ...fetching }
      const fetched = await gate(() => guardedFetch(address, options))
      if (fetched === undefined) throw new SorokaError('NOT_FOUND')
      return { type: essence(fetched.contentType), body: fetched.body.toString('base64url') }
    },
  }
}

export type Gifs = ReturnType<typeof createGifs>

const essence = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase()
const json = (contentType: string) => (essence(contentType) === 'application/json' ? 'whole' : undefined)
const moving = (contentType: string) =>
  /^(image\/(gif|webp)|video\/mp4)$/.test(essence(contentType)) ? ('whole' as const) : undefined

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

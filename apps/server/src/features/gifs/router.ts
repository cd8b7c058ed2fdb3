import { implement } from '@orpc/server'
import { contract } from '@soroka/protocol/contract'
import { callerOf } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import { createAddresses } from './addresses.ts'
import { createGifs, type GifDependencies } from './gifs.ts'

export interface GifsRouterDependencies extends Omit<GifDependencies, 'addresses'> {
  readonly secret: Uint8Array
  readonly now: () => number
}

/** The search for GIFs, where the owner chose a provider. */
export function gifsRouter({ secret, now, ...deps }: GifsRouterDependencies) {
  const gifs = createGifs({ ...deps, addresses: createAddresses(secret, now) })
  const os = implement(contract.gifs).$context<RequestContext>()
  return {
    offer: os.offer.handler(() => ({ search: gifs.offered })),
    search: os.search.handler(({ context, input }) => gifs.search(callerOf(context).user, input.query, input.next)),
    picture: os.picture.handler(({ context, input }) => gifs.picture(callerOf(context).user, input.picture)),
  }
}

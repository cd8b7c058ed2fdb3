import type { FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** Its route in the contract, like `users.find`, as soon as that is known. */
    routeName: string | undefined
  }
}

/** What a request asks for, by the route's name or pattern; never by its path: that holds ids, or what somebody took for one. */
export function routeOf({ routeName, routeOptions }: FastifyRequest): string {
  return routeName ?? routeOptions.url ?? 'none'
}

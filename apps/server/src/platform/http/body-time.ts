import type { FastifyInstance, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its body may take as long as it flows: only a minute without a byte ends it. */
    readonly longBody?: boolean
  }
}

/**
 * Ends requests whose body takes longer than `ms`, so that nobody holds connections by sending slowly. Node's own
 * requestTimeout can't spare the uploads, for which hours may be right.
 */
export function limitBodyTime(http: FastifyInstance, ms: number): void {
  http.addHook('onRequest', (request, _, done) => {
    if (hasBody(request) && request.routeOptions.config.longBody !== true) {
      const timer = setTimeout(() => request.raw.destroy(), ms)
      const stop = () => clearTimeout(timer)
      request.raw.once('end', stop).once('close', stop)
    }
    done()
  })
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}

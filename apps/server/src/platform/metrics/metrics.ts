import { totalmem } from 'node:os'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { routeOf } from '../http/route-name.ts'
import { showLevel } from './read-metrics.ts'

export interface Metrics {
  /** Features add their own figures here; names begin with soroka_. */
  readonly registry: Registry
}

/** The figures of this process. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  showLevel(registry, 'soroka_memory_limit_bytes', 'Memory that this process may use', memoryLimit)
  return { registry }
}

/** Of its container, or of the machine. */
function memoryLimit(): number {
  const most = totalmem()
  const own = process.constrainedMemory()
  return own > 0 && own < most ? own : most
}

/** Counts requests by the route's name, never by their path: paths hold ids. Serves /metrics. */
export function serveMetrics(
  http: FastifyInstance,
  { registry }: Metrics,
  mayRead: (request: FastifyRequest) => boolean,
): void {
  const seconds = new Histogram({
    name: 'soroka_http_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  http.addHook('onResponse', (request, reply, done) => {
    seconds.observe(
      { method: request.method, route: routeOf(request), status: `${Math.floor(reply.statusCode / 100)}xx` },
      reply.elapsedTime / 1000,
    )
    done()
  })
  http.get('/metrics', async (request, reply) => {
    if (!mayRead(request)) return reply.callNotFound()
    return reply
      .header('content-type', registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics())
  })
}

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { routeOf } from '../http/route-name.ts'
import type { OpenSpan, Tracing } from './tracing.ts'

/** A span for each request, by the name of its route. */
export function traceRequests(http: FastifyInstance, tracing: Tracing): void {
  const open = new WeakMap<FastifyRequest, OpenSpan>()
  http.addHook('onRequest', (request, _, done) => {
    const attributes = { 'http.request.method': request.method, 'soroka.request_id': request.id }
    open.set(request, tracing.open(request.method, { kind: 'server', root: true, attributes }))
    done()
  })
  // The body has come by now: what reads it runs outside of any span.
  http.addHook('preHandler', (request, _, done) => {
    const span = open.get(request)
    if (span === undefined) done()
    else span.within(done)
  })
  http.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request)
    open.get(request)?.end({
      name: `${request.method} ${route}`,
      attributes: { 'http.route': route, 'http.response.status_code': reply.statusCode },
      failed: reply.statusCode >= 500,
    })
    done()
  })
}

import { randomBytes } from 'node:crypto'
import { errorTable, SorokaError } from '@soroka/protocol'
import fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import type { Log } from '../log/index.ts'
import { limitBodyTime } from './body-time.ts'
import { refuseOldClients } from './client-version.ts'
import { errorBody, troubleCode } from './errors.ts'
import { routeOf } from './route-name.ts'

/** How long a request may take to come in, in ms. */
export interface RequestTimes {
  /** Until its head is whole. */
  readonly headMs: number
  /** Between two looks at its body; see limitBodyTime. */
  readonly bodyMs: number
}

const requestTimes: RequestTimes = { headMs: 15_000, bodyMs: 30_000 }

/** Fastify with our limits, request ids and errors; no routes yet. */
export function createHttp(
  log: Log,
  trustedProxies: readonly string[],
  { headMs, bodyMs }: RequestTimes = requestTimes,
): FastifyInstance {
  const http = fastify({
    // Node looks at unfinished heads only so often; by itself each half minute, whatever their time is.
    http: { headersTimeout: headMs, connectionsCheckingInterval: headMs / 3 },
    genReqId: () => randomBytes(9).toString('base64url'),
    bodyLimit: 16_384,
    // See limitBodyTime.
    requestTimeout: 0,
    connectionTimeout: 60_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 256 },
    trustProxy: [...trustedProxies],
  })
  http.decorateRequest('routeName', undefined)
  limitBodyTime(http, bodyMs)
  http.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
  refuseOldClients(http)
  // Idle connections are ended when the server closes; one that was still answering would then idle on and hold it open.
  http.addHook('onSend', (_, reply, _payload, done) => {
    if (!http.server.listening) reply.header('connection', 'close')
    done()
  })
  http.addHook('onResponse', (request, reply, done) => {
    const { id, method } = request
    log.debug(
      { requestId: id, method, route: routeOf(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    )
    done()
  })
  http.setErrorHandler((error, request, reply) => {
    if (error instanceof SorokaError)
      return reply.code(errorTable[error.code][0]).send(errorBody(error.code, error.data))
    const status = statusOf(error)
    if (status === 413) return reply.code(413).send(errorBody('TOO_LARGE'))
    if (status !== undefined && status < 500) return reply.code(400).send(errorBody('BAD_REQUEST'))
    const trouble = troubleCode(error)
    if (trouble !== undefined) {
      log.error({ err: error, requestId: request.id }, 'database')
      return reply.code(errorTable[trouble][0]).send(errorBody(trouble, { requestId: request.id }))
    }
    log.error({ err: error, requestId: request.id }, 'a request failed')
    return reply.code(500).send(errorBody('INTERNAL', { requestId: request.id }))
  })
  http.setNotFoundHandler((_, reply) => reply.code(404).send(errorBody('NOT_FOUND')))
  return http
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined
  return typeof error.statusCode === 'number' ? error.statusCode : undefined
}

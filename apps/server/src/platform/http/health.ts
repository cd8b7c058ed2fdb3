import type { FastifyInstance } from 'fastify'
import { errorBody } from './errors.ts'

/** /healthz: the process answers. /readyz: it takes work, so the database answers and nobody asked it to stop. */
export function serveHealth(http: FastifyInstance, isReady: () => Promise<boolean>): void {
  http.get('/healthz', (_, reply) => reply.header('cache-control', 'no-store').send({ ok: true }))
  http.get('/readyz', async (_, reply) => {
    reply.header('cache-control', 'no-store')
    return (await isReady()) ? reply.send({ ok: true }) : reply.code(503).send(errorBody('UNAVAILABLE'))
  })
}

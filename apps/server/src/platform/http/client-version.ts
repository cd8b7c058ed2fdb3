import { oldestClient, SorokaError } from '@soroka/protocol'
import type { FastifyInstance } from 'fastify'

/**
 * Refuses a client that speaks an older protocol than this server understands (CLIENT_TOO_OLD): it would lose what it does
 * not know. Who names no version is no app of ours, and knows what he does.
 */
export function refuseOldClients(http: FastifyInstance): void {
  http.addHook('onRequest', (request, _, done) => {
    done(isTooOld(request.headers['x-soroka-version']) ? new SorokaError('CLIENT_TOO_OLD') : undefined)
  })
}

function isTooOld(version: string | string[] | undefined): boolean {
  return version !== undefined && !(Number(version) >= oldestClient)
}

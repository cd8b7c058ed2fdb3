import type { FastifyInstance } from 'fastify'
import { limits, SorokaError } from '@soroka/protocol'

/**
 * The one way a body gets in: JSON up to limits.bodyBytes. Everything else (forms, files, text) is refused before it
 * is parsed; a missing body is undefined.
 */
export function readBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: limits.bodyBytes }, (request, body, done) => {
    const text = body.toString()
    if (text === '') return done(null, undefined)
    if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
      return done(new SorokaError('BAD_REQUEST', { reason: 'The body must be application/json' }))
    }
    try {
      done(null, JSON.parse(text))
    } catch {
      done(new SorokaError('BAD_REQUEST', { reason: 'The body is not JSON' }))
    }
  })
}

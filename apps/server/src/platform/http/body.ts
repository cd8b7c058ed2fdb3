import type { FastifyInstance } from 'fastify'
import { limits, SorokaError } from '@soroka/protocol'

/**
 * The one way a body gets in: a JSON object up to limits.bodyBytes. Everything else (forms, files, text) is refused before it
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
    const value = parse(text)
    // What is none would count as missing where the path alone says all.
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return done(new SorokaError('BAD_REQUEST', { reason: 'The body is not a JSON object' }))
    done(null, value)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

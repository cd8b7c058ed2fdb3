import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config/index.ts'
import type { Log } from '../log/index.ts'
import type { RequestContext } from './context.ts'
import { parseCookies } from './cookies.ts'
import { isAtThisMachine } from './request-facts.ts'

/** Reads what routes may know of a request out of Fastify's. */
export function contextReader(
  config: Config,
  log: Log,
  isAllowedOrigin: (origin: string, host: string | undefined) => boolean,
): (request: FastifyRequest, reply: FastifyReply) => RequestContext {
  return (request, reply) => {
    const { origin, host, authorization, cookie } = request.headers
    return {
      requestId: request.id,
      log,
      ip: request.ip,
      origin,
      originAllowed: origin !== undefined && isAllowedOrigin(origin, host),
      fromBrowser: origin !== undefined || request.headers['sec-fetch-site'] !== undefined,
      hasCustomHeader: request.headers['x-soroka'] === '1',
      atThisMachine: isAtThisMachine(config, request),
      cookies: parseCookies(cookie),
      bearer: /^Bearer ([\w.-]+)$/i.exec(authorization ?? '')?.[1],
      setCookie: (text) => void reply.header('set-cookie', text),
      setHeader: (name, value) => void reply.header(name, value),
    }
  }
}

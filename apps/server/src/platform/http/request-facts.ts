import type { FastifyRequest } from 'fastify'
import { isLoopback, isPrivate } from '../config/index.ts'
import type { Config } from '../config/index.ts'

const forwarding = /^(forwarded|x-forwarded-|x-real-ip|via$|cf-connecting-ip)/

/** Whether a proxy touched the request. */
export function isForwarded(headers: object): boolean {
  return Object.keys(headers).some((name) => forwarding.test(name))
}

/** Whether a person at this very machine asks (S22, R18): the server is private, and a program of this machine asks. */
export function isAtThisMachine(config: Config, request: FastifyRequest): boolean {
  return isPrivate(config) && isLocalProgram(request)
}

/**
 * Whether the connection and the Host are loopback and no proxy stands between. nginx tells nothing of itself unless it
 * is asked to, and names localhost as the Host; but it speaks HTTP/1.0, which no browser does.
 */
export function isLocalProgram(request: FastifyRequest): boolean {
  const { host } = request.headers
  return (
    isLoopback(request.socket.remoteAddress ?? '') &&
    host !== undefined &&
    /^(localhost|127\.0\.0\.1)(:\d+)?$/i.test(host) &&
    request.raw.httpVersion !== '1.0' &&
    !isForwarded(request.headers)
  )
}

/** Tells which origins may use the cookie route and the socket (S4, S5). */
export function originChecker(
  config: Config,
  port: () => number,
): (origin: string, host: string | undefined) => boolean {
  return (origin, host) => {
    if (config.allowedOrigins.includes(origin)) return true
    if (config.publicUrl !== undefined) return origin === config.publicUrl
    if (isPrivate(config))
      return ['localhost', '127.0.0.1', '[::1]'].some((name) => origin === `http://${name}:${port()}`)
    return host !== undefined && (origin === `https://${host}` || origin === `http://${host}`)
  }
}

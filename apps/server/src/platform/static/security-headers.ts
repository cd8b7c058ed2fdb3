import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/index.ts'

const permissions = [
  'camera=(self)',
  'microphone=(self)',
  'display-capture=(self)',
  'geolocation=()',
  'payment=()',
  'usb=()',
  'browsing-topics=()',
]

/** What every answer carries; pages and scripts put their own content security policy over this one (S12). */
export function securityHeaders(overTls: boolean): Record<string, string> {
  return {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': permissions.join(', '),
    ...(overTls ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}

export function addSecurityHeaders(http: FastifyInstance, config: Pick<Config, 'publicUrl'>): void {
  const always = securityHeaders(config.publicUrl?.startsWith('https:') ?? false)
  http.addHook('onRequest', (_, reply, done) => {
    reply.headers(always)
    done()
  })
}

/** Of the page: nothing inline without this answer's nonce, no script that evaluates text, Trusted Types (S12). */
export function pagePolicy(nonce: string, socketOrigin: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "worker-src 'self'",
    `connect-src 'self'${socketOrigin}`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ')
}

/** Of a worker, which a script's own answer brings along: WebAssembly (OPAQUE) may compile there and only there. */
export function scriptPolicy(socketOrigin: string): string {
  return `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'${socketOrigin}; base-uri 'none'; form-action 'none'`
}

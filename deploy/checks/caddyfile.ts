import { complaintsOf } from './command.ts'
import { tool } from './tools.ts'

const file = 'deploy/caddy/Caddyfile'

/** Caddy takes it for either kind of certificate, and it is formatted. */
export function checkCaddyfile(): string[] {
  const kinds = ['public', 'internal'].flatMap((SOROKA_TLS) =>
    complaintsOf(tool('caddy'), ['validate', '--config', file, '--adapter', 'caddyfile'], {
      SOROKA_DOMAIN: 'chat.example.org',
      SOROKA_TLS,
    }),
  )
  return [...kinds, ...complaintsOf(tool('caddy'), ['fmt', '--diff', file])]
}

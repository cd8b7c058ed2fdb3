import { destination, pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import { loggedError } from './logged-error.ts'

export type Log = Logger

/** Fields that may hold a secret, wherever they stand in a log line (S17). */
const secretFields = [
  'authorization',
  'cookie',
  'set-cookie',
  'accessToken',
  'refreshToken',
  'token',
  'ticket',
  'code',
  'setupToken',
  'password',
  'registrationRecord',
  'registrationRequest',
  'finishLoginRequest',
  'startLoginRequest',
  'signature',
]
const redact = {
  paths: secretFields.flatMap((field) => [0, 1, 2, 3].map((depth) => `${'*.'.repeat(depth)}["${field}"]`)),
  censor: '[removed]',
}

/** Structured lines of JSON; to stderr unless a stream is given, so that stdout is for people. */
export function createLog(level: string, stream: DestinationStream = destination({ dest: 2, sync: true })): Log {
  const serializers = { err: loggedError }
  return pino({ level, redact, serializers, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream)
}

/** A URL without what must not be logged: the query, and the ticket of /ws/{token}. */
export function loggedUrl(url: string): string {
  return (url.split('?')[0] ?? '').replace(/^\/ws\/.*/, '/ws/[removed]')
}

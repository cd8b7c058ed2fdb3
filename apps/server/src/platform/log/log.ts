import { destination, pino } from 'pino'
import type { DestinationStream, Logger, LoggerOptions } from 'pino'
import { loggedError } from './logged-error.ts'

export type Log = Logger

/** Lines that were written. */
export interface LineCounts {
  warn: number
  error: number
}

/** A log that knows how much it has said. */
export type CountedLog = Log & { readonly lines: LineCounts }

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

/** Of pino. */
const [WARN, ERROR] = [40, 50]

/** Structured lines of JSON; to stderr unless a stream is given, so that stdout is for people. */
export function createLog(level: string, stream: DestinationStream = destination({ dest: 2, sync: true })): CountedLog {
  const lines: LineCounts = { warn: 0, error: 0 }
  const serializers = { err: loggedError }
  const hooks: LoggerOptions['hooks'] = {
    logMethod(args, method, severity) {
      if (severity >= ERROR) lines.error++
      else if (severity >= WARN) lines.warn++
      method.apply(this, args)
    },
  }
  const timestamp = pino.stdTimeFunctions.isoTime
  return Object.assign(pino({ level, redact, serializers, hooks, base: null, timestamp }, stream), { lines })
}

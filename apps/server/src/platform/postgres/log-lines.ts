import type { Logger } from 'pino'

/** What this folder needs of the server's log. */
export type PostgresLog = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

/**
 * Passes on a line that postgres wrote: only what someone must act upon is loud. FATAL ends one session, which hears of it
 * itself (while postgres recovers there are hundreds), so it is no more than ERROR.
 */
export function forwardLine(log: PostgresLog, line: string): void {
  if (line.startsWith('PANIC:')) log.error({ postgres: line }, 'postgres panicked')
  else if (line.startsWith('WARNING:')) log.warn({ postgres: line }, 'postgres warns')
  else log.debug({ postgres: line }, 'postgres says')
}

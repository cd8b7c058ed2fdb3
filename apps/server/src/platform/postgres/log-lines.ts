import type { Logger } from 'pino'

/** What this folder needs of the server's log. */
export type PostgresLog = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

/** Passes on a line that postgres wrote: only what someone must act upon is loud. */
export function forwardLine(log: PostgresLog, line: string): void {
  const level = /^(PANIC|FATAL|WARNING):/.exec(line)?.[1]
  if (level === 'PANIC') log.error({ postgres: line }, 'postgres panicked')
  else if (level) log.warn({ postgres: line }, 'postgres warns')
  else log.debug({ postgres: line }, 'postgres says')
}

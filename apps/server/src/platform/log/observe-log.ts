import type { Registry } from 'prom-client'
import { showCounts } from '../metrics/index.ts'
import type { LineCounts } from './log.ts'

/** Shows how much was logged that somebody should read: `error` means that one must act. */
export function observeLog(registry: Registry, lines: LineCounts): void {
  showCounts(registry, 'soroka_log_lines_total', 'Lines of the log, by their level', ['level'], () => [
    [{ level: 'warn' }, lines.warn],
    [{ level: 'error' }, lines.error],
  ])
}

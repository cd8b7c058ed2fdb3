import { Histogram } from 'prom-client'
import type { Registry } from 'prom-client'
import { showCount, showLevel } from '../../platform/metrics/index.ts'
import type { Persist } from './persist.ts'

/** Shows the persist path; answers with the observer of how long an answer took. */
export function observePersist(registry: Registry, persist: Persist): (ms: number) => void {
  const ack = new Histogram({
    name: 'soroka_message_ack_seconds',
    help: 'From the parsed frame to its answer',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  })
  const { counts } = persist
  showLevel(registry, 'soroka_persist_queue', 'Messages that wait for a transaction', () => persist.depth)
  showCount(registry, 'soroka_persist_commits_total', 'Transactions', () => counts.commits)
  showCount(
    registry,
    'soroka_persist_messages_total',
    'Stored messages; by commits it is the size of a batch',
    () => counts.stored,
  )
  showCount(registry, 'soroka_persist_retries_total', 'Transactions tried again', () => counts.retries)
  return (ms) => ack.observe(ms / 1000)
}

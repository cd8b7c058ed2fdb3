import { Histogram } from 'prom-client'
import type { Registry } from 'prom-client'
import { countEvents, showCount, showLevel } from '../../platform/metrics/index.ts'
import type { Outcome } from './outcome.ts'
import type { Persist } from './persist.ts'

/** Shows the persist path; answers with the observer of answers: which it was, and how long it took. */
export function observePersist(registry: Registry, persist: Persist): (outcome: Outcome, ms: number) => void {
  const ack = new Histogram({
    name: 'soroka_message_ack_seconds',
    help: 'From the parsed frame to its answer',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  })
  const refused = countEvents<string>(registry, {
    name: 'soroka_messages_refused_total',
    help: 'Messages that were not taken',
    label: 'code',
    kinds: ['UNAVAILABLE', 'STORAGE_FULL', 'INTERNAL'],
  })
  const { counts } = persist
  showLevel(registry, 'soroka_persist_queue', 'Messages that wait for a transaction', () => persist.depth)
  showLevel(
    registry,
    'soroka_persist_oldest_seconds',
    'How long the first of them waits',
    () => persist.oldestMs / 1000,
  )
  showCount(registry, 'soroka_persist_commits_total', 'Transactions', () => counts.commits)
  showCount(
    registry,
    'soroka_persist_messages_total',
    'Stored messages; by commits it is the size of a batch',
    () => counts.stored,
  )
  showCount(registry, 'soroka_persist_retries_total', 'Transactions tried again', () => counts.retries)
  return (outcome, ms) => {
    ack.observe(ms / 1000)
    if (outcome.kind === 'refused') refused(outcome.code)
  }
}

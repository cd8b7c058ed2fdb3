import { Histogram } from 'prom-client'
import type { Registry } from 'prom-client'
import type { Sql } from '../../platform/db/index.ts'
import { countEvents, readTogether, showLevel } from '../../platform/metrics/index.ts'
import type { Verdict } from './judge.ts'

/** Hears what a push service made of a push, and after how long, in ms. */
export type PushObserver = (verdict: Verdict, ms: number) => void

/** Shows pushes; answers with the observer of what became of each. Which service it was is not shown: people choose it. */
export function observePushes(registry: Registry, sql: Sql, now: () => number): PushObserver {
  const seconds = new Histogram({
    name: 'soroka_push_seconds',
    help: 'How long a push service took to answer',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const count = countEvents<Verdict['is']>(registry, {
    name: 'soroka_push_results_total',
    help: 'Pushes by what their service made of them: sent, gone (the subscription is over), later (tried again) …',
    label: 'result',
    kinds: ['sent', 'gone', 'smaller', 'refused', 'lost', 'later'],
  })
  const ask = readTogether(async () => {
    const [row] = await sql<{ waiting: number; first: number | null }[]>`
      SELECT count(*)::int AS waiting, (min(due_at) FILTER (WHERE tries = 0))::float8 AS first FROM push_outbox`
    return row
  })
  showLevel(registry, 'soroka_push_waiting', 'Pushes that wait, on all nodes', async () => (await ask())?.waiting)
  showLevel(registry, 'soroka_push_late_seconds', 'For how long the first due push has waited', async () => {
    const row = await ask()
    return row && (row.first === null ? 0 : Math.max(0, now() - row.first) / 1000)
  })
  return (verdict, ms) => {
    seconds.observe(ms / 1000)
    count(verdict.is)
  }
}

import type { CallReport } from '@soroka/protocol'
import { Counter, Histogram } from 'prom-client'
import type { Registry } from 'prom-client'
import type { Sql } from '../../platform/db/index.ts'
import { readTogether, showLevel } from '../../platform/metrics/index.ts'

/** Shows the calls that run. */
export function observeCalls(registry: Registry, sql: Sql): void {
  const ask = readTogether(async () => {
    const [row] = await sql<{ live: number }[]>`SELECT count(*)::int AS live FROM calls WHERE ended_at IS NULL`
    return row
  })
  showLevel(registry, 'soroka_calls_live', 'Calls that run or ring, on all nodes', async () => (await ask())?.live)
}

/** Shows how calls go, as devices report it; answers with what adds a report. Nothing else of it is kept. */
export function observeReports(registry: Registry): (report: CallReport) => void {
  const reports = new Counter({
    name: 'soroka_call_reports_total',
    help: 'Devices that were in a call with somebody, by whether they ever had a connection and its way',
    labelNames: ['mode', 'way'],
    registers: [registry],
  })
  for (const mode of ['p2p', 'sfu']) for (const way of ['direct', 'relay', 'none']) reports.inc({ mode, way }, 0)
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, buckets, labelNames: ['mode'], registers: [registry] })
  const connect = histogram(
    'soroka_call_connect_seconds',
    'From meeting somebody in a call to a connection',
    [0.25, 0.5, 1, 2, 4, 8, 16, 32],
  )
  const roundTrip = histogram(
    'soroka_call_round_trip_seconds',
    'Mean round trip of a device in a call',
    [0.02, 0.05, 0.1, 0.2, 0.3, 0.6, 1],
  )
  const loss = histogram(
    'soroka_call_loss_ratio',
    'Share of the packets that a device in a call did not get',
    [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3],
  )
  const reconnects = histogram(
    'soroka_call_reconnects',
    'How often connections of a device broke in a call',
    [0, 1, 2, 5, 10],
  )
  return ({ mode, connectMs, roundTripMs, loss: lost, relayed, reconnects: times }) => {
    reports.inc({ mode, way: connectMs === null ? 'none' : relayed ? 'relay' : 'direct' })
    if (connectMs !== null) connect.observe({ mode }, connectMs / 1000)
    if (roundTripMs !== null) roundTrip.observe({ mode }, roundTripMs / 1000)
    if (lost !== null) loss.observe({ mode }, lost)
    if (connectMs !== null) reconnects.observe({ mode }, times)
  }
}

import type { Log } from '../log/index.ts'
import type { TraceConfig, Tracing } from './tracing.ts'

/** Loads what tracing needs: without a place to send traces to nobody pays for it. */
export async function openTracing(config: TraceConfig | undefined, log: Log): Promise<Tracing | undefined> {
  if (config === undefined) return undefined
  const { otlpTracing } = await import('./otlp-tracing.ts')
  return otlpTracing(config, log)
}

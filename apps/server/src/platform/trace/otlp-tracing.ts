import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Span } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Log } from '../log/index.ts'
import type { OpenSpan, SpanOptions, TraceConfig, Tracing } from './tracing.ts'

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER }
const CLOSE_MS = 2000

/**
 * Traces by OpenTelemetry's own library. Nothing is registered for the whole process, and no trace of a stranger's request
 * is continued: whoever asks decides neither what is kept nor where it belongs.
 */
export function otlpTracing({ endpoint, share }: TraceConfig, log: Log): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'soroka' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: telling(exporter, log) })],
  })
  const tracer = provider.getTracer('soroka')
  const running = new AsyncLocalStorage<Span>()
  const begin = (parent: Span | undefined, name: string, { kind, attributes }: SpanOptions): OpenSpan => {
    const context = parent === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent)
    const own = { ...(kind && { kind: kinds[kind] }), ...(attributes && { attributes }) }
    const span = tracer.startSpan(name, own, context)
    return {
      within: (work) => running.run(span, work),
      end: ({ name: newName, attributes: more, failed } = {}) => {
        if (newName !== undefined) span.updateName(newName)
        if (more !== undefined) span.setAttributes(more)
        if (failed === true) span.setStatus({ code: SpanStatusCode.ERROR })
        span.end()
      },
    }
  }
  return {
    open: (name, options = {}) => begin(options.root === true ? undefined : running.getStore(), name, options),
    openInside: (name, options = {}) => {
      const parent = running.getStore()
      return parent && begin(parent, name, options)
    },
    close: () => Promise.race([provider.shutdown().catch(() => undefined), pause(CLOSE_MS)]),
  }
}

/** The same exporter, whose trouble is logged: once for a series. */
function telling(exporter: SpanExporter, log: Log): SpanExporter {
  let isAway = false
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const failed = result.error !== undefined
        if (failed && !isAway) log.warn({ err: result.error }, 'traces do not arrive')
        isAway = failed
        done(result)
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  }
}

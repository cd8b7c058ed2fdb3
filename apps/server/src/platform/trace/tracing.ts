/** Where traces go (OTLP over HTTP), and how many: a share of them between 0 and 1. */
export interface TraceConfig {
  readonly endpoint: string
  readonly share: number
}

export interface SpanOptions {
  /** client: it asks another program; consumer: it takes what was put somewhere. */
  readonly kind?: 'server' | 'client' | 'consumer'
  /** Begins a trace of its own, whatever runs now. */
  readonly root?: boolean
  /** Facts of the source alone: names of routes, counts. Never of people, chats, files, nor what they sent (S17). */
  readonly attributes?: Readonly<Record<string, string | number>>
}

/** What is told when a span is over. */
export interface SpanEnd {
  readonly name?: string
  readonly attributes?: Readonly<Record<string, string | number>>
  readonly failed?: boolean
}

/** A span that is open. */
export interface OpenSpan {
  /** What runs in it becomes part of it. */
  within<T>(work: () => T): T
  end(end?: SpanEnd): void
}

/** Tells a collector what the server does, and how long each part takes. */
export interface Tracing {
  open(name: string, options?: SpanOptions): OpenSpan
  /** As `open`, only where something runs already: what nobody asked for is not told. */
  openInside(name: string, options?: SpanOptions): OpenSpan | undefined
  /** Sends what waits, for two seconds at most. */
  close(): Promise<void>
}

/** Runs work in a span; without tracing just runs it. */
export function traced<T>(tracing: Tracing | undefined, name: string, options: SpanOptions, work: () => T): T {
  if (tracing === undefined) return work()
  const span = tracing.open(name, options)
  const failed = (error: unknown): never => {
    span.end({ failed: true, attributes: { 'error.type': errorType(error) } })
    throw error
  }
  try {
    const result = span.within(work)
    if (!(result instanceof Promise)) {
      span.end()
      return result
    }
    const ended = result.then((value: unknown) => {
      span.end()
      return value
    }, failed)
    return ended as T
  } catch (error) {
    return failed(error)
  }
}

/** What kind of error it was: its code, else its class. Never its text, which may hold what was sent. */
export function errorType(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.constructor.name
}

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as z from 'zod/mini'

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.optional(z.string()),
  name: z.string(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes: z.array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) })),
  status: z.object({ code: z.optional(z.int()), message: z.optional(z.string()) }),
})
export type CollectedSpan = z.infer<typeof span>

/** ExportTraceServiceRequest of OTLP 1, in JSON. */
const request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(z.object({ key: z.string() })) }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
})

/** A collector that takes traces by OTLP over HTTP, and reads every byte of them. */
export class TraceCollector {
  readonly spans: CollectedSpan[] = []
  /** Facts about the process, by their names. */
  readonly resource = new Set<string>()
  /** All that came, as it came. */
  text = ''
  readonly #http: Server

  private constructor() {
    this.#http = createServer((asked, answer) => {
      void asked.toArray().then((parts: Buffer[]) => {
        const isRight = asked.url === '/v1/traces' && asked.headers['content-type'] === 'application/json'
        if (!isRight) return answer.writeHead(400).end()
        this.#take(Buffer.concat(parts).toString())
        return answer.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      })
    })
  }

  static async start(): Promise<TraceCollector> {
    const collector = new TraceCollector()
    collector.#http.listen(0, '127.0.0.1')
    await once(collector.#http, 'listening')
    return collector
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#http.closeAllConnections()
    this.#http.close()
  }

  #take(text: string): void {
    this.text += text
    for (const { resource, scopeSpans } of request.parse(JSON.parse(text)).resourceSpans) {
      for (const { key } of resource.attributes) this.resource.add(key)
      for (const { spans } of scopeSpans) this.spans.push(...spans)
    }
  }
}

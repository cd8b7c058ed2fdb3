import { closeCodes } from '@soroka/protocol/frames'
import { WebSocket } from 'ws'
import { Batch } from './batch.ts'
import type { Connection } from './connection.ts'

/** Bytes that may wait for one peer before it is cut and has to resync by seq (G8). */
const MAX_UNSENT = 1_048_576

/** How much was done, for the metrics. */
export interface WriterCounts {
  deliveries: number
  writes: number
  slow: number
}

/**
 * Gives each socket one write a tick. An idle server writes at once (after the events at hand); a busy one collects for
 * `tickMs`, because the write itself is what a delivery costs.
 */
export class Writer {
  readonly counts: WriterCounts = { deliveries: 0, writes: 0, slow: 0 }
  readonly #tickMs: number
  #root = Batch.root()
  #waiting: Connection[] = []
  #scheduled = false
  #flushedAt = 0
  readonly #flush = (): void => this.flush()

  constructor(tickMs = 4) {
    this.#tickMs = tickMs
  }

  add(connection: Connection, frame: Buffer): void {
    this.counts.deliveries++
    if (connection.batch === undefined) {
      this.#waiting.push(connection)
      connection.batch = this.#root.with(frame)
      if (!this.#scheduled) this.#schedule()
    } else {
      connection.batch = connection.batch.with(frame)
    }
  }

  flush(): void {
    this.#scheduled = false
    const waiting = this.#waiting
    this.#waiting = []
    this.#root = Batch.root()
    for (const connection of waiting) this.flushOne(connection)
    this.#flushedAt = performance.now()
  }

  flushOne(connection: Connection): void {
    const { batch } = connection
    if (batch === undefined) return
    connection.batch = undefined
    if (connection.readyState !== WebSocket.OPEN) return
    // What is new does not count: a burst is no sign of a slow peer, and its bytes are shared.
    if (connection.unsent > MAX_UNSENT) {
      this.counts.slow++
      connection.close(closeCodes.slow, 'too slow: resync by seq')
      return
    }
    this.counts.writes++
    connection.write(batch.bytes())
  }

  #schedule(): void {
    this.#scheduled = true
    const rest = this.#tickMs - (performance.now() - this.#flushedAt)
    if (rest <= 0.5) setImmediate(this.#flush)
    else setTimeout(this.#flush, rest)
  }
}

import { closeCodes } from '@soroka/protocol/frames'
import type { Connection } from './connection.ts'

/** Every connection is looked at once in so many seconds; each second takes its share of them. */
const ROUND_S = 15
/** Silent for so long at a look: gone. With the round it is found within 45 s. */
const SILENT_S = 30

/** One timer for all sockets: pings them, and drops those that the network has swallowed. */
export class Heartbeat {
  /** Seconds since the start; connections note it when they hear something. */
  now = 0
  readonly #slots: Set<Connection>[] = Array.from({ length: ROUND_S }, () => new Set())
  readonly #timer: NodeJS.Timeout
  #size = 0

  constructor(each: () => void, secondMs = 1000) {
    this.#timer = setInterval(() => {
      this.#beat()
      each()
    }, secondMs).unref()
  }

  get size(): number {
    return this.#size
  }

  add(connection: Connection): void {
    connection.heardAt = this.now
    // The slot just passed: the first look comes after a whole round.
    this.#slots[this.now % ROUND_S]?.add(connection)
    this.#size++
  }

  remove(connection: Connection): void {
    for (const slot of this.#slots) if (slot.delete(connection)) this.#size--
  }

  *all(): IterableIterator<Connection> {
    for (const slot of this.#slots) yield* slot
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #beat(): void {
    this.now++
    for (const connection of this.#slots[this.now % ROUND_S] ?? []) {
      if (this.now - connection.heardAt < SILENT_S) {
        if (connection.readyState === connection.OPEN) connection.ping()
      } else {
        connection.close(closeCodes.idle, 'silent for too long')
      }
    }
  }
}

import { WebSocket } from 'ws'
import type { Connection } from './connection.ts'

/** Sockets that are told together, and how far apart: every client answers with requests, and all at once were a flood. */
const AT_ONCE = 50
const EVERY_MS = 100

/** Sockets that may have missed something, each once, in no hurry. */
export class CatchUp {
  readonly #behind = new Set<Connection>()
  readonly #catchUp: (connection: Connection) => void
  #timer: NodeJS.Timeout | undefined

  constructor(catchUp: (connection: Connection) => void) {
    this.#catchUp = catchUp
  }

  /** Sockets that wait for their turn. */
  get size(): number {
    return this.#behind.size
  }

  readonly add = (connection: Connection): void => {
    this.#behind.add(connection)
    // Not all nodes of one Redis in the same moment.
    this.#timer ??= setTimeout(this.#next, EVERY_MS * (0.5 + Math.random()))
  }

  stop(): void {
    this.#behind.clear()
    clearTimeout(this.#timer)
  }

  readonly #next = (): void => {
    this.#timer = undefined
    let left = AT_ONCE
    for (const connection of this.#behind) {
      if (connection.readyState === WebSocket.OPEN) {
        // What is being looked up for it may be older than what it missed: its turn comes after that.
        if (!connection.welcomed || connection.movesMeanwhile !== undefined) continue
        if (left-- === 0) break
        this.#catchUp(connection)
      }
      this.#behind.delete(connection)
    }
    const [next] = this.#behind
    if (next !== undefined) this.add(next)
  }
}

import { hasCode, isOffline } from '../api/api-errors.ts'
import { StaleTerm } from '../indexeddb/fence.ts'
import type { ConnectionState } from '../types.ts'

interface Options {
  /** The state is another now. */
  changed(state: ConnectionState): void
  /** A fault of the program. */
  report(error: unknown): void
}

/** Whether the engine runs, how it is connected, and what becomes of work that nobody waits for. */
export class Life {
  readonly #options: Options
  #state: ConnectionState = 'offline'
  #over = false

  constructor(options: Options) {
    this.#options = options
  }

  get state(): ConnectionState {
    return this.#state
  }

  get over(): boolean {
    return this.#over
  }

  end(): void {
    this.#over = true
  }

  /** This tab's own connection. */
  become(state: ConnectionState): void {
    if (state === this.#state || this.#over) return
    this.#state = state
    this.#options.changed(state)
  }

  /** The leading tab's connection, which it told everybody itself. */
  follow(state: ConnectionState): void {
    this.#state = state
  }

  background(work: Promise<unknown>): void {
    void work.catch((error: unknown) => this.failed(error))
  }

  /** Work that nobody waits for came to nothing: without a network it is made up for by the next sync. */
  failed(error: unknown): void {
    if (this.#over || error instanceof StaleTerm || isOffline(error)) return
    if (hasCode(error, 'SESSION_ENDED', 'UNAUTHORIZED', 'RATE_LIMITED', 'TOKEN_EXPIRED')) return
    if (error instanceof DOMException && error.name === 'InvalidStateError') return
    this.#options.report(error)
  }
}

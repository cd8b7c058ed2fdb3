export interface RepeatingOptions {
  readonly everyMs: number
  readonly run: () => Promise<void>
  readonly onError: (error: unknown) => void
}

/** Runs a thing again and again, with a pause after each time. Failures do not end it; of a series the first is reported. */
export class Repeating {
  closed = false
  readonly #options: RepeatingOptions
  #failed = false
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()

  constructor(options: RepeatingOptions) {
    this.#options = options
  }

  start(): void {
    if (this.closed) return
    this.#timer = setTimeout(() => {
      this.#running = this.#once().then(() => this.start())
    }, this.#options.everyMs)
    this.#timer.unref()
  }

  /** Resolves when the last run is over. */
  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.#timer)
    await this.#running
  }

  async #once(): Promise<void> {
    try {
      await this.#options.run()
      this.#failed = false
    } catch (error) {
      if (!this.closed && !this.#failed) this.#options.onError(error)
      this.#failed = true
    }
  }
}

export interface RepeatingOptions {
  readonly everyMs: number
  /** As many as one batch does at most. */
  readonly batch: number
  readonly onError: (error: unknown) => void
}

/**
 * Does what is due, batch after batch, again and again with a pause after each time. Failures do not end it; of a
 * series the first is reported.
 */
export abstract class Repeating {
  readonly #options: RepeatingOptions
  #closed = false
  #failed = false
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()

  constructor(options: RepeatingOptions) {
    this.#options = options
  }

  /** Answers with how many are done with: fewer than a batch, and nothing is left. */
  protected abstract doBatch(): Promise<number>

  start(): void {
    if (this.#closed) return
    this.#timer = setTimeout(() => {
      this.#running = this.#once().then(() => this.start())
    }, this.#options.everyMs)
    this.#timer.unref()
  }

  /** Resolves when nothing is under way. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#running
  }

  async run(): Promise<void> {
    while ((await this.doBatch()) === this.#options.batch) if (this.#closed) return
  }

  async #once(): Promise<void> {
    try {
      await this.run()
      this.#failed = false
    } catch (error) {
      if (!this.#closed && !this.#failed) this.#options.onError(error)
      this.#failed = true
    }
  }
}

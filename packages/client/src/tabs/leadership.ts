import type { Locks } from '../platform/platform.ts'

interface Options {
  locks: Locks
  /** The lock's name, made of the user's id. */
  name: string
  visible: () => boolean
  /** Told every 5 s while leading. */
  beat: () => void
  lead: () => Promise<void>
  lose: () => void
  /** Milliseconds between beats; others only in tests. */
  every?: number
}

const EVERY = 5_000
const SILENT_BEATS = 3

/**
 * One tab of all leads: it has the socket and the outbox. The lock falls free when a tab closes or dies; a frozen tab
 * keeps it, so a visible tab that misses three beats takes it. Beats are counted, not timed: after a sleep of the whole
 * machine everybody is silent at first.
 */
export class Leadership {
  readonly #options: Options
  readonly #cancel = new AbortController()
  #silent = 0
  #leading = false
  #release: () => void = () => undefined
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(options: Options) {
    this.#options = options
  }

  get leading(): boolean {
    return this.#leading
  }

  start(): void {
    this.#request(false)
    this.#timer = setInterval(() => this.#tick(), this.#options.every ?? EVERY)
  }

  /** Another tab said that it leads. */
  heard(): void {
    this.#silent = 0
  }

  /** Lets go, so that another tab may lead. */
  stop(): void {
    clearInterval(this.#timer)
    this.#cancel.abort()
    this.#resign()
  }

  #tick(): void {
    if (this.#leading) return this.#options.beat()
    if (++this.#silent <= SILENT_BEATS || !this.#options.visible()) return
    this.#silent = 0
    this.#request(true)
  }

  #request(steal: boolean): void {
    const options = steal ? { steal } : { signal: this.#cancel.signal }
    void this.#options.locks
      .request(this.#options.name, options, () => this.#hold())
      .catch((error: unknown) => {
        if (!(error instanceof DOMException)) throw error
        // Stolen from us, or we left the queue.
        const led = this.#leading
        this.#resign()
        if (led && !this.#cancel.signal.aborted) this.#request(false)
      })
  }

  async #hold(): Promise<void> {
    if (this.#cancel.signal.aborted || this.#leading) return
    this.#leading = true
    const released = new Promise<void>((resolve) => {
      this.#release = resolve
    })
    await this.#options.lead()
    this.#options.beat()
    await released
  }

  #resign(): void {
    if (!this.#leading) return
    this.#leading = false
    this.#options.lose()
    this.#release()
  }
}

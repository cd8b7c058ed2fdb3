/** Work that must not overlap for one key (a chat) and may for different ones. */
export class Lanes {
  readonly #tails = new Map<string, Promise<unknown>>()

  /** Runs after everything queued for the key; the result or the error is the work's own. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve()
    const result = before.then(work, work)
    const tail = result.then(noop, noop)
    this.#tails.set(key, tail)
    void tail.then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key)
    })
    return result
  }

  /** When all that is queued now is done. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values())
  }
}

function noop(): void {
  // The lane only waits: the caller has the result.
}

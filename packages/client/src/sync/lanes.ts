/** Work that must not overlap for one key (a chat) and may for different ones. */
export class Lanes {
  readonly #tails = new Map<string, Promise<unknown>>()

  /** Runs after everything queued for the key; the result or the error is the work's own. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    return this.runAll([key], work)
  }

  /** Runs once for several keys, after everything queued for any of them. */
  runAll<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    // In all lanes at once: of two works with keys in common one stands before the other everywhere.
    const ahead = keys.map((key) => this.#tails.get(key) ?? Promise.resolve())
    const result = Promise.all(ahead).then(work)
    const tail = result.then(noop, noop)
    for (const key of keys) this.#tails.set(key, tail)
    void tail.then(() => {
      for (const key of keys) if (this.#tails.get(key) === tail) this.#tails.delete(key)
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

/** The calls that this device is coming into at the moment. */
export class Joins {
  readonly #running = new Set<Promise<void>>()

  async run<T>(work: () => Promise<T>): Promise<T> {
    const entering = work()
    // A turn later: the answer is on its way to the page before whatever waited for it.
    const settled = entering.then(nextTurn, nextTurn)
    this.#running.add(settled)
    void settled.then(() => this.#running.delete(settled))
    return await entering
  }

  /** Which call it becomes is known in the end: where one runs already, who starts another one comes into that. */
  async settled(): Promise<void> {
    await Promise.all(this.#running)
  }
}

const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve))

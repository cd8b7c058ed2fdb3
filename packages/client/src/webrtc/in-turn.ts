/** Runs pieces of work one after the other; one that fails does not stop those after it. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve()

  run(work: () => Promise<void>, failed: (error: unknown) => void): void {
    this.#last = this.#last.then(work).catch(failed)
  }
}

/** A pause that can be cut short. */
export class WakeableSleep {
  #end: (() => void) | undefined

  /** Waits `milliseconds`, or until `wake`. */
  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#end?.(), milliseconds)
      this.#end = () => {
        clearTimeout(timer)
        this.#end = undefined
        resolve()
      }
    })
  }

  wake(): void {
    this.#end?.()
  }
}

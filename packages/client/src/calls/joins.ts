import type { CallId } from '@soroka/protocol'

/** Which calls this device is coming into at the moment. */
export class Joins {
  readonly #running = new Map<CallId, Promise<void>>()

  async run<T>(call: CallId, work: () => Promise<T>): Promise<T> {
    const entering = work()
    // A turn later: the answer is on its way to the page before whatever waited for it.
    const settled = entering.then(nextTurn, nextTurn)
    this.#running.set(call, settled)
    void settled.then(() => this.#running.get(call) === settled && this.#running.delete(call))
    return await entering
  }

  async settled(call: CallId): Promise<void> {
    await this.#running.get(call)
  }
}

const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve))

import type { Connection } from '../../platform/ws/index.ts'

/** Frames of one connection are done with one after the other, in the order in which they came. */
export class InOrder {
  readonly #tails = new WeakMap<Connection, Promise<void>>()

  run(connection: Connection, work: () => Promise<void>): Promise<void> {
    const done = (this.#tails.get(connection) ?? Promise.resolve()).then(work)
    const tail = done.catch(() => undefined)
    this.#tails.set(connection, tail)
    return done
  }
}

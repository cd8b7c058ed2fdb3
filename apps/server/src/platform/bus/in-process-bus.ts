import type { Bus, BusHandler, BusMessage, Topic } from './bus.ts'

/** The bus of a single process. A handler that throws is reported and does not keep the others from hearing. */
export class InProcessBus implements Bus {
  readonly #handlers = new Map<Topic, readonly BusHandler[]>()
  readonly #onError: (error: unknown) => void

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  /** Everything that somebody is subscribed to. */
  get topics(): Topic[] {
    return [...this.#handlers.keys()]
  }

  has(topic: Topic): boolean {
    return this.#handlers.has(topic)
  }

  publish(topic: Topic, message: BusMessage): void {
    for (const handler of this.#handlers.get(topic) ?? []) {
      try {
        handler(topic, message)
      } catch (error) {
        this.#onError(error)
      }
    }
  }

  subscribe(topics: readonly Topic[], handler: BusHandler): Promise<void> {
    for (const topic of topics) {
      const handlers = this.#handlers.get(topic) ?? []
      if (!handlers.includes(handler)) this.#handlers.set(topic, [...handlers, handler])
    }
    return Promise.resolve()
  }

  unsubscribe(topics: readonly Topic[], handler: BusHandler): void {
    for (const topic of topics) {
      const left = this.#handlers.get(topic)?.filter((one) => one !== handler) ?? []
      if (left.length === 0) this.#handlers.delete(topic)
      else this.#handlers.set(topic, left)
    }
  }

  close(): Promise<void> {
    this.#handlers.clear()
    return Promise.resolve()
  }
}

import type { Topic } from './bus.ts'

/** More than that, and everybody is told. */
const MOST = 10_000

/**
 * Topics of which something may not have reached the other nodes: what was published since the last pulse that came back
 * is sure of nothing, whatever Redis answered.
 */
export class UncertainTopics {
  #lost = new Set<Topic>()
  /** Published before the pulse that is on its way, and after it. */
  #before = new Set<Topic>()
  #after = new Set<Topic>()
  #tooMany = false

  published(topic: Topic): void {
    this.#after.add(topic)
  }

  failed(topic: Topic): void {
    if (this.#lost.size < MOST) this.#lost.add(topic)
    else this.#tooMany = true
  }

  pulseSent(): void {
    for (const topic of this.#after) this.#before.add(topic)
    this.#after = new Set()
  }

  /** Everything from before it has arrived. */
  pulseReturned(): void {
    this.#before = new Set()
  }

  /** The connection is gone, and with it the answer to what is on its way. */
  broke(): void {
    for (const topic of [...this.#before, ...this.#after]) this.failed(topic)
    this.#before = new Set()
    this.#after = new Set()
  }

  /** Some of them are not remembered. */
  overflowed(): void {
    this.#tooMany = true
  }

  /** What is lost, once; `all` if it was too much to remember. */
  take(): readonly Topic[] | 'all' {
    const lost = [...this.#lost]
    const all = this.#tooMany
    this.#lost = new Set()
    this.#tooMany = false
    return all ? 'all' : lost
  }
}

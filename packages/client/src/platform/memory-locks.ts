import type { Locks } from './platform.ts'

interface Holder {
  rob(): void
}

const aborted = (why: string) => new DOMException(why, 'AbortError')

/** Web Locks for clients that share one process: exclusive, first come first served, with steal. */
export class MemoryLocks implements Locks {
  readonly #held = new Map<string, Holder>()
  readonly #waiting = new Map<string, (() => void)[]>()

  request<T>(name: string, options: { steal?: boolean; signal?: AbortSignal }, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const holder: Holder = { rob: () => reject(aborted('The lock was stolen')) }
      const start = () => {
        this.#held.set(name, holder)
        const done = () => this.#release(name, holder)
        void Promise.resolve().then(work).finally(done).then(resolve, reject)
      }
      if (options.signal?.aborted === true) return reject(aborted('Cancelled'))
      if (options.steal === true) {
        this.#held.get(name)?.rob()
        return start()
      }
      if (!this.#held.has(name)) return start()
      const queue = this.#waiting.get(name) ?? []
      queue.push(start)
      this.#waiting.set(name, queue)
      options.signal?.addEventListener('abort', () => {
        const at = queue.indexOf(start)
        if (at < 0) return
        queue.splice(at, 1)
        reject(aborted('Cancelled'))
      })
    })
  }

  #release(name: string, holder: Holder): void {
    if (this.#held.get(name) !== holder) return
    this.#held.delete(name)
    this.#waiting.get(name)?.shift()?.()
  }
}

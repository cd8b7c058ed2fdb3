import { fileKeys } from '@soroka/crypto/file'
import { SorokaError } from '@soroka/protocol'
import type { Opened } from './plain-bytes.ts'
import type { SourceAnswer } from './talk.ts'

/** Asks the page that made an address. */
export type Ask = (token: string) => Promise<SourceAnswer>

/** A link is not used in its last seconds: the request must still arrive in time (ms). */
const MARGIN = 10_000
const MOST = 32

/** What opens the files that are played now. Lost when the worker is stopped: the pages know it. */
export class Sources {
  readonly #now: () => number
  readonly #kept = new Map<string, Promise<Opened>>()

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** @param fresh what was told before did not work */
  async open(token: string, ask: Ask, fresh: boolean): Promise<Opened> {
    const known = fresh ? undefined : this.#kept.get(token)
    if (known) {
      const opened = await known
      if (opened.source.until - MARGIN > this.#now()) return opened
    }
    const asking = this.#ask(token, ask)
    this.#kept.delete(token)
    this.#kept.set(token, asking)
    const oldest = this.#kept.keys().next().value
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest)
    try {
      return await asking
    } catch (error) {
      if (this.#kept.get(token) === asking) this.#kept.delete(token)
      throw error
    }
  }

  drop(token: string): void {
    this.#kept.delete(token)
  }

  clear(): void {
    this.#kept.clear()
  }

  async #ask(token: string, ask: Ask): Promise<Opened> {
    const answer = await ask(token)
    if ('code' in answer) throw new SorokaError(answer.code)
    const { source } = answer
    return { source, keys: await fileKeys(source.secret, source.id, source.size) }
  }
}

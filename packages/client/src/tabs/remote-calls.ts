import { SorokaError } from '@soroka/protocol'
import { isErrorCode, toSorokaError } from '../api/api-errors.ts'
import type { TabMessage } from './tab-messages.ts'

const PATIENCE = 60_000

/** A follower asks the leading tab to do something, and waits for what came of it. */
export class RemoteCalls {
  readonly #post: (message: TabMessage) => void
  readonly #tab: string
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #last = 0

  constructor(tab: string, post: (message: TabMessage) => void) {
    this.#tab = tab
    this.#post = post
  }

  /** @throws SorokaError UNAVAILABLE when the leader is silent for a minute, else what it threw */
  ask(verb: string, args: readonly unknown[]): Promise<unknown> {
    const id = ++this.#last
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.answered({ t: 'called', tab: this.#tab, id, code: 'UNAVAILABLE' }), PATIENCE)
      this.#waiting.set(id, ({ result, code, data }) => {
        clearTimeout(timer)
        if (code === undefined) resolve(result)
        else reject(new SorokaError(isErrorCode(code) ? code : 'INTERNAL', data))
      })
      this.#post({ t: 'call', tab: this.#tab, id, verb, args: [...args] })
    })
  }

  answered(answer: Answer): void {
    if (answer.tab !== this.#tab) return
    const done = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    done?.(answer)
  }

  /** The other side: does what another tab asked for, and tells it the outcome. */
  async serve({ tab, id }: Call, work: () => Promise<unknown>): Promise<void> {
    try {
      this.#post({ t: 'called', tab, id, result: await work() })
    } catch (error) {
      const { code, data } = toSorokaError(error)
      this.#post({ t: 'called', tab, id, code, ...(data === undefined ? {} : { data }) })
    }
  }

  /** Nobody will answer any more. */
  close(): void {
    for (const id of this.#waiting.keys()) this.answered({ t: 'called', tab: this.#tab, id, code: 'UNAVAILABLE' })
  }
}

type Call = Extract<TabMessage, { t: 'call' }>
type Answer = Extract<TabMessage, { t: 'called' }>

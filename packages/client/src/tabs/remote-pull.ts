import type { ChatId } from '@soroka/protocol'
import type { Wanted } from '../sync/puller.ts'
import type { TabMessage } from './tab-messages.ts'

const PATIENCE = 10_000

/** A follower asks the leader to fetch rows, and reads them from the database afterwards. */
export class RemotePull {
  readonly #post: (message: TabMessage) => void
  readonly #tab: string
  readonly #waiting = new Map<number, () => void>()
  #last = 0

  constructor(tab: string, post: (message: TabMessage) => void) {
    this.#tab = tab
    this.#post = post
  }

  /** Resolves when the leader is done or is silent for 10 s: the page then shows what is here. */
  ask(chat: ChatId, what: Wanted, limit: number): Promise<void> {
    const id = ++this.#last
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answered(this.#tab, id), PATIENCE)
      this.#waiting.set(id, () => {
        clearTimeout(timer)
        resolve()
      })
      this.#post({ t: 'pull', tab: this.#tab, id, chat, limit, what })
    })
  }

  answered(tab: string, id: number): void {
    if (tab !== this.#tab) return
    const done = this.#waiting.get(id)
    this.#waiting.delete(id)
    done?.()
  }

  /** Nobody will answer any more. */
  close(): void {
    for (const id of this.#waiting.keys()) this.answered(this.#tab, id)
  }
}

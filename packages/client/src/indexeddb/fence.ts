import type { AccountDb } from './account-store.ts'
import { inOne } from './in-one.ts'

/** A leader that was frozen and overtaken may wake with work in hand: its term is over, and its writes end here (R21). */
export class StaleTerm extends Error {
  override readonly name = 'StaleTerm'
}

/** The leader's term, checked in every transaction that only a leader may make. */
export class Fence {
  #term = 0

  /** Begins a new term; everybody with an older one is fenced out from here on. */
  async raise(db: AccountDb): Promise<void> {
    this.#term = await inOne(db, ['meta'], async (tx) => {
      const meta = tx.objectStore('meta')
      const before = await meta.get('term')
      const term = (typeof before === 'number' ? before : 0) + 1
      await meta.put(term, 'term')
      return term
    })
  }

  /** Throws StaleTerm, which ends the transaction it is called in. */
  async check(tx: { objectStore(name: 'meta'): { get(key: string): Promise<unknown> } }): Promise<void> {
    if ((await tx.objectStore('meta').get('term')) !== this.#term) throw new StaleTerm()
  }
}

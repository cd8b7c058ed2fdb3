import type { Verdict } from './judge.ts'

/** After so many failures in a row a push service is left alone for a while: it would hold up all others. */
const FAILURES = 3
const REST_MS = 5000
const LONGEST_REST_MS = 120_000

/** Which push services do not answer at the moment. Known to this process alone: another one finds out by itself. */
export class Rests {
  readonly #hosts = new Map<string, { failures: number; until: number }>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** 0: it may be asked. */
  until(host: string): number {
    return this.#hosts.get(host)?.until ?? 0
  }

  heard(host: string, verdict: Verdict): void {
    // Of a single subscription: it may be asked too often while the service itself is well.
    if (verdict.is === 'later' && verdict.code === '429') return
    if (verdict.is !== 'later') return void this.#hosts.delete(host)
    const failures = (this.#hosts.get(host)?.failures ?? 0) + 1
    const rest = Math.min(REST_MS * 2 ** (failures - FAILURES), LONGEST_REST_MS)
    this.#hosts.set(host, { failures, until: failures < FAILURES ? 0 : this.#now() + rest })
  }
}
